/* ---
title_da: Borgere visiteret til dato
definition_da: Antal borgere, der er visiteret til indsatsen i eller før måneden, uanset om et forløb er startet eller slut.
measure: count
unit: citizens
window: accumulated
reads: referred_month
needs: [citizens.referred_on]
limits_da: Tallet kan ikke deles op på metode eller medarbejder, fordi en visiteret borger endnu ikke har et forløb.
examples:
  - name_da: Hver visiteret borger tæller fra den måned, borgeren blev visiteret
    given: &referred |
      month   | citizen_id | team
      2025-02 | a          | Nord
      2025-03 | a          | Nord
      2025-03 | b          | Syd
    expect: |
      month   | citizen_id | value
      2025-02 | a          | true
      2025-03 | a          | true
      2025-03 | b          | true
  - name_da: Delt op på team
    given: *referred
    by: team
    measured: |
      month   | group | value | n | population | not_applicable
      2025-02 | Nord  | 1     | 1 | 1          | false
      2025-02 | Syd   |       | 0 | 0          | false
      2025-03 | Nord  | 1     | 1 | 1          | false
      2025-03 | Syd   | 1     | 1 | 1          | false
  - name_da: Kan ikke deles op på metode
    given: *referred
    by: method
    measured: |
      month   | group | value | n | population | not_applicable
      2025-03 |       |       | 0 | 0          | true
--- */
select month, citizen_id, municipality, team, age_group, gender, target_group,
       true as value
from referred_month
