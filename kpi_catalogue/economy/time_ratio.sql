/* ---
title_da: Faktisk mod forventet tid
definition_da: >
  De faktiske timer divideret med de forventede, begge summeret over de aktive forløb fra deres start til og med måneden.
  Kun måneder, hvor både tid er registreret, og der er et skøn, tæller.
type: economy
measure: ratio
per: value_per
unit: ratio
window: accumulated
direction: neutral
reads: course_month
needs: [time_use.hours, expected_time.hours]
source: Bundlinjes eget nøgletal på de samme registreringer
limits_da: >
  Forløb uden en måned med både registreret tid og skøn er ukendte; se dækningen. Det skøn, der gjaldt ved månedens slutning,
  bruges. Et tal omkring 1 kan dække over nogle langt over og andre langt under.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
examples:
  - name_da: Sum mod sum over aktive forløb, hvor begge er kendt
    given: |
      month   | course_id | citizen_id | is_active | actual_hours_compared | expected_hours_compared
      2025-03 | k1        | a          | true      | 39                    | 50
      2025-03 | k2        | b          | true      | 61                    | 30
      2025-03 | k3        | c          | true      |                       |
      2025-03 | k4        | d          | false     | 900                   | 1
    expect: |
      course_id | value | value_per
      k1        | 39    | 50
      k2        | 61    | 30
      k3        |       |
    measured: |
      month   | value | n | population | persons
      2025-03 | 1.25  | 2 | 3          | 2
--- */
select month, course_id, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       actual_hours_compared as value,
       expected_hours_compared as value_per
from course_month
where is_active
