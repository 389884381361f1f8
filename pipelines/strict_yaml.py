"""YAML read strictly: a key that stands twice is a fault, and so is a file that is not YAML."""

from pathlib import Path
from typing import Any

import yaml


class StrictYamlError(ValueError):
    """A file that cannot be used; the message is Danish and names the file, the fault and the remedy."""


class _StrictLoader(yaml.SafeLoader):
    """The safe loader, except that a mapping may not name a key twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key_node in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if key_node.value in seen:
                line = key_node.start_mark.line + 1
                raise StrictYamlError(f'linje {line}: "{key_node.value}" står to gange. Slet den ene.')
            seen.add(key_node.value)
        return super().construct_mapping(node, deep)


def read_strict_yaml(path: Path) -> Any:
    """The content of one YAML file.

    Raises StrictYamlError for a duplicate key, text that is not YAML, or bytes that are not UTF-8.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), _StrictLoader)
    except StrictYamlError as fault:
        raise StrictYamlError(f"{path}: {fault}") from None
    except (yaml.YAMLError, ValueError, OSError) as fault:
        raise StrictYamlError(f"{path}: filen kan ikke læses som YAML ({fault}). Ret den.") from None
