"""The data dictionary is in step with the contracts, and documents every rule a fault may carry."""

import ast
from pathlib import Path

from pipelines.cell_types import FORMS, UNUSABLE_KINDS
from pipelines.dictionary import DICTIONARY_PATH, data_dictionary, documented_rules
from pipelines.fault import rule_texts
from pipelines.schema import contracts

PIPELINES = Path(__file__).parents[3] / "pipelines"


def test_the_page_is_what_the_contracts_say() -> None:
    """When this fails: python -m pipelines.dictionary"""
    assert DICTIONARY_PATH.read_text(encoding="utf-8") == data_dictionary()


def test_every_table_column_code_and_rule_is_on_the_page() -> None:
    page = data_dictionary()
    for contract in contracts().values():
        assert f"## {contract.label_da} (`{contract.name}`)" in page
        for column in contract.columns.values():
            assert f"| `{column.name}` | {column.label_da} |" in page
            assert all(f"`{code}` {label}" in page for code, label in column.codes.items())
    assert all(f"| `{rule}` |" in page for rule in documented_rules())


def test_every_rule_in_the_code_has_its_text() -> None:
    """fault(place, "rule") anywhere names a rule of fault_texts.yaml; so do the rules of forms and kinds."""
    used = set(FORMS) | set(UNUSABLE_KINDS.values())
    for path in PIPELINES.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "fault" and len(node.args) > 1:
                used |= {node.args[1].value} if isinstance(node.args[1], ast.Constant) else set()
    assert used <= set(rule_texts())
