/* ---
title_da: Modenhed
definition_da: >
  Kommunens samlede modenhed i procent efter selvevalueringen: gennemsnittet af de syv parametre, som hver er gennemsnittet
  af sine svar fra 0 til 100 %. Flere kommuner: et simpelt gennemsnit.
type: structure
measure: mean
unit: percent
direction: higher_is_better
reads: municipality_month
needs: []
source: Bundlinjes eget nøgletal på de samme registreringer
limits_da: >
  Selvevalueringen kan endnu ikke registreres i programmet, så tallet er ukendt for alle kommuner. Det er kommunens egen
  vurdering og ikke en måling.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
examples:
  - name_da: Uden en selvevaluering er kommunen ukendt
    given: |
      month   | municipality
      2025-03 | 901
      2025-03 | 902
    expect: |
      municipality | value
      901          |
      902          |
    measured: |
      month   | value | n | population
      2025-03 |       | 0 | 2
--- */
select month, municipality,
       cast(null as double) as value
from municipality_month
