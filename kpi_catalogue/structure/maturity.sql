/* ---
title_da: Modenhed
definition_da: >
  Kommunens samlede modenhed i procent efter den seneste fælles selvevaluering til og med månedens sidste dag: gennemsnittet
  af de syv parametre, som hver er gennemsnittet af sine svar fra 0 til 100 %. Flere kommuner: et simpelt gennemsnit.
type: structure
measure: mean
unit: percent
window: standing
direction: higher_is_better
reads: municipality_month
needs: []
source: Bundlinjes eget nøgletal på kommunens egne selvevalueringer; parametrene efter erfaringsopsamlingen 2021, kapitel 6
limits_da: >
  Det er kommunens egen vurdering og ikke en måling. Tallet gælder, til der laves en ny selvevaluering. En selvevaluering, hvor
  en hel parameter er uden svar, har intet samlet tal; en gruppes egen, fx ledernes, tæller ikke med.
changes:
  - {on: 2026-11-22, note_da: Første udgave.}
  - {on: 2026-11-25, note_da: 'Selvevalueringen registreres på siden Modenhed; før var tallet altid ukendt.'}
examples:
  - name_da: Uden en selvevaluering er kommunen ukendt
    given: |
      month   | municipality | maturity
      2025-03 | 901          |
      2025-03 | 902          |
    expect: |
      municipality | value
      901          |
      902          |
    measured: |
      month   | value | n | population
      2025-03 |       | 0 | 2
  - name_da: Flere kommuner er et simpelt gennemsnit af de kendte, og 0 er kendt
    given: |
      month   | municipality | maturity
      2025-03 | 901          | 0
      2025-03 | 902          | 61
      2025-03 | 903          |
    expect: |
      municipality | value
      901          | 0
      902          | 61
      903          |
    measured: |
      month   | value | n | population
      2025-03 | 30.5  | 2 | 3
--- */
select month, municipality,
       maturity as value
from municipality_month
