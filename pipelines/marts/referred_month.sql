/* ---
title_da: Visiterede borgere
grain: one row per citizen and month from the month of referral on
key: [citizen_id, month]
reads: [citizen_scope]
columns:
  month: {type: date, label_da: Måned}
  citizen_id: {type: varchar, label_da: Borger}
  municipality: {type: varchar, label_da: Kommune}
  team: {type: varchar, label_da: Team i måneden}
  age_group: {type: varchar, label_da: Aldersgruppe i måneden}
  gender: {type: varchar, label_da: Køn}
  target_group: {type: varchar, label_da: Målgruppe}
examples:
  - name_da: Borgeren er med fra den måned, hvor der blev visiteret
    given:
      citizen_scope: |
        month   | citizen_id | referred_on | team   | age_group
        2025-01 | a          | 2025-02-28  | Havnen | 25-30
        2025-02 | a          | 2025-02-28  | Havnen | 25-30
        2025-03 | a          | 2025-02-28  | Byen   | 25-30
        2025-03 | b          | 2025-04-01  | Byen   | 25-30
    expect: |
      month   | citizen_id | team   | age_group
      2025-02 | a          | Havnen | 25-30
      2025-03 | a          | Byen   | 25-30
--- */
select
    month,
    citizen_id,
    municipality,
    team,
    age_group,
    gender,
    target_group
from citizen_scope
where date_trunc('month', referred_on) <= month
order by citizen_id, month
