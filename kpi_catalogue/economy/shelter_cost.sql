/* ---
title_da: Udgift til herberg (SEL §110)
definition_da: >
  Månedens registrerede herbergsdøgn gange kommunens takst for et døgn, summeret over de aktive borgere.
type: economy
measure: sum
unit: kroner
window: 1
direction: lower_is_better
reads: citizen_month
needs: [monthly_status.shelter_nights, rates.shelter_night]
source: Bundlinjes eget nøgletal på de samme registreringer
limits_da: >
  Borgere uden registrerede døgn, eller hvis kommune mangler en takst, er ukendte; se dækningen. Borgerens egenbetaling er
  ikke trukket fra.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
parts:
  municipality:
    title_da: Kommunens udgift til herberg
    definition_da: Den del af udgiften, som kommunen betaler, når statens refusion er trukket fra.
    measure: sum
    window: 12
  state:
    title_da: Statens udgift til herberg
    definition_da: >
      Den del af udgiften, som staten refunderer: halvdelen af borgerens første døgn i det løbende år, op til det antal
      døgn, der gjaldt, da det løbende år begyndte (120 fra oktober 2023, 90 fra april 2026). Før oktober 2023 halvdelen
      af alle døgn.
    measure: sum
    window: 12
    direction: neutral
examples:
  - name_da: Summen og dens to dele; uden døgn eller takst er ukendt
    given: |
      month   | citizen_id | shelter_cost | shelter_cost_municipality | shelter_cost_state
      2025-03 | a          | 30000        | 20000                     | 10000
      2025-03 | b          | 0            | 0                         | 0
      2025-03 | c          |              |                           |
    expect: |
      citizen_id | value | value_municipality | value_state
      a          | 30000 | 20000              | 10000
      b          | 0     | 0                  | 0
      c          |       |                    |
    measured: |
      part         | month   | value | n | population | largest
                   | 2025-03 | 30000 | 2 | 3          | 1
      municipality | 2025-03 | 20000 | 2 | 3          | 1
      state        | 2025-03 | 10000 | 2 | 3          | 1
--- */
select month, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       shelter_cost as value,
       shelter_cost_municipality as value_municipality,
       shelter_cost_state as value_state
from citizen_month
