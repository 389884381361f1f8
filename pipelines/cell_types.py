"""SQL that reads a text cell as its column's type, and says which rule the cell breaks."""

from pipelines.schema import Column

MOST_NUMBER = 1_000_000_000_000_000
FORMS = {"identifier": "[A-Za-z0-9_-]{1,40}", "municipality": "[0-9]{3}"}
UNUSABLE_KINDS = {"formula": "formula", "error": "cell_error"}

MACROS = (
    "create macro is_ambiguous(t) as regexp_full_match(t, '-?[0-9]+\\.[0-9]{3}')",
    """create macro number_of(t, decimal_sign) as case
         when is_ambiguous(t) then case
           when decimal_sign = 'point' then try_cast(t as double)
           when decimal_sign = 'comma' and regexp_full_match(t, '-?[1-9][0-9]{0,2}\\.[0-9]{3}')
             then try_cast(replace(t, '.', '') as double) end
         when regexp_full_match(t, '-?[0-9]+([.,][0-9]+)?') then try_cast(replace(t, ',', '.') as double)
         when regexp_full_match(t, '-?[1-9][0-9]{0,2}((\\.[0-9]{3})+,[0-9]+|(\\.[0-9]{3}){2,})')
           then try_cast(replace(replace(t, '.', ''), ',', '.') as double)
       end""",
    """create macro date_of(t) as case
         when regexp_full_match(t, '[0-9]{2}-[0-9]{2}-[1-9][0-9]{3}')
           then try_cast(t[7:10] || '-' || t[4:5] || '-' || t[1:2] as date)
         when regexp_full_match(t, '[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}') then try_cast(t as date)
       end""",
    """create macro month_of(t, kind) as case
         when kind in ('date', 'moment') then cast(date_trunc('month', date_of(t[1:10])) as date)
         when regexp_full_match(t, '[0-9]{2}-[1-9][0-9]{3}') then try_cast(t[4:7] || '-' || t[1:2] || '-01' as date)
         when regexp_full_match(t, '[1-9][0-9]{3}-[0-9]{2}') then try_cast(t || '-01' as date)
       end""",
    "create macro da_date(d) as strftime(d, '%d-%m-%Y')",
    "create macro da_month(d) as strftime(d, '%m-%Y')",
    "create macro da_number(x) as replace(printf('%g', x), '.', ',')",
)


def sql_text(text: str) -> str:
    """The text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def typed_sql(column: Column, decimal: str | None) -> str:
    """The cell as its type, null where it is blank or cannot be read; before rules, so a number may be out of range."""
    text, kind = f"{column.name}_text", f"{column.name}_kind"
    if column.type in ("integer", "decimal"):
        return _number_sql(column, text, kind, decimal)
    readers = {
        "text": f"case when {kind} in ('text', 'number') then {text} end",
        "code": f"case when {kind} = 'text' then {_code_sql(column, text)} end",
        "date": f"case when {kind} in ('text', 'date') then date_of({text}) end",
        "month": f"case when {kind} in ('text', 'date', 'moment') then month_of({text}, {kind}) end",
    }
    return readers[column.type]


def _number_sql(column: Column, text: str, kind: str, decimal: str | None) -> str:
    sign = "null" if decimal is None else sql_text(decimal)
    number = f"case when {kind} in ('text', 'number') then number_of({text}, {sign}) end"
    return f"coalesce(try_cast({_code_sql(column, text)} as double), {number})" if column.codes else number


def _code_sql(column: Column, text: str) -> str:
    """The code itself, or the code of a Danish label in upper or lower case.

    A label that is the code in other letters (CTI) is no label: a code is written exactly.
    """
    codes = " ".join(f"when {sql_text(code)} then {sql_text(code)}" for code in column.codes)
    labelled = {label.lower(): code for code, label in column.codes.items() if label.lower() != code.lower()}
    labels = " ".join(f"when {sql_text(label)} then {sql_text(code)}" for label, code in labelled.items())
    fallback = f"else case lower({text}) {labels} end" if labels else ""
    return f"case {text} {codes} {fallback} end"


def rule_sql(column: Column, decimal: str | None) -> str:
    """The rule that the cell breaks by itself, null when it breaks none; reads the typed cell as <column>_value."""
    text, kind = f"{column.name}_text", f"{column.name}_kind"
    unusable = " ".join(f"when {kind} = '{of_kind}' then '{rule}'" for of_kind, rule in UNUSABLE_KINDS.items())
    blank = "'required'" if column.required else "null"
    return f"""case {unusable} when {kind} in ('cpr', 'unread') then null when {text} is null then {blank}
        {_type_rules(column, decimal)} end"""


def _type_rules(column: Column, decimal: str | None) -> str:
    text, kind, value = f"{column.name}_text", f"{column.name}_kind", f"{column.name}_value"
    if column.type == "text":
        is_misshapen = f"not regexp_full_match({value}, '{FORMS[column.form]}')" if column.form else "false"
        return f"when {value} is null then 'cell_type' when {is_misshapen} then '{column.form}'"
    if column.type not in ("integer", "decimal"):
        return f"when {value} is null then '{column.type}'"
    whole = f"when {value} <> floor({value}) then 'integer'" if column.type == "integer" else ""
    ambiguous = f"{kind} = 'text' and is_ambiguous({text})" if decimal is None else "false"
    return f"""when {value} is null and {ambiguous} then 'ambiguous_number'
        when {value} is null then 'number' {whole} when {_out_of_range(column, value)} then 'range'"""


def _out_of_range(column: Column, value: str) -> str:
    limits = [f"abs({value}) > {MOST_NUMBER}"]
    limits += [] if column.min is None else [f"{value} < {column.min}"]
    limits += [] if column.max is None else [f"{value} > {column.max}"]
    limits += [] if column.above is None else [f"{value} <= {column.above}"]
    return " or ".join(limits)


def sql_type(column: Column) -> str:
    """The column's type in the loaded tables."""
    return {"integer": "bigint", "decimal": "double", "date": "date", "month": "date"}.get(column.type, "varchar")


def storable_sql(column: Column) -> str:
    """The typed cell in the type of the canonical table, null when the cell breaks a rule."""
    return f"case when {column.name}_rule is null then cast({column.name}_value as {sql_type(column)}) end"


def bad_sql(column: Column) -> str:
    """Whether no rule may build on the cell: it breaks a rule, or it could not be read at all."""
    return f"({column.name}_rule is not null or {column.name}_kind in ('cpr', 'unread'))"
