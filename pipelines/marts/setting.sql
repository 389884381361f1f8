/* ---
title_da: Indstillinger
grain: one row
key: [today]
reads: [setting]
columns:
  today: {type: date, label_da: Dag for opbygningen}
  disclosure_limit: {type: integer, label_da: Grænse for små grupper}
  success_criterion: {type: varchar, label_da: Valgt succeskriterium}
  time_under: {type: double, label_da: Mindre tid end ventet under}
  time_over: {type: double, label_da: Mere tid end ventet over}
  who5_deviation: {type: double, label_da: Grænse for afvigelse i WHO-5}
  ors_deviation: {type: double, label_da: Grænse for afvigelse i ORS}
  ors_limit_young: {type: double, label_da: ORS-grænse for unge}
  heard_understood_label: {type: varchar, label_da: Navn på nøgletallet for ORS}
checks:
  - name_da: der er netop én række
    sql: select 1 from setting having count(*) <> 1
examples:
  - name_da: Indstillingerne gives videre, som de er
    given:
      setting: |
        today      | success_criterion | disclosure_limit
        2025-04-10 | own_home_at_end   | 5
    expect: |
      today      | success_criterion | disclosure_limit | ors_limit_young
      2025-04-10 | own_home_at_end   | 5                |
--- */
select
    today,
    disclosure_limit,
    success_criterion,
    time_under,
    time_over,
    who5_deviation,
    ors_deviation,
    ors_limit_young,
    heard_understood_label
from setting
