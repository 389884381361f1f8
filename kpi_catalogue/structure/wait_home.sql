/* ---
title_da: Ventetid på bolig
definition_da: >
  Det gennemsnitlige antal dages ventetid på en bolig, som kommunen har oplyst for måneden. Flere kommuner: et simpelt
  gennemsnit af kommunernes tal.
type: structure
measure: mean
unit: days
window: 1
direction: lower_is_better
reads: municipality_month
needs: [housing_market.wait_days_home]
source: "Erfaringsopsamling: Investeringspuljen 2019-21 (november 2021), oversigten over nøgletal"
limits_da: >
  Tallet er kommunens eget og handler ikke om de enkelte borgere i indsatsen. Det føres ikke videre til måneder uden et tal.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
examples:
  - name_da: En kommune uden et tal er ukendt; flere kommuner giver et simpelt gennemsnit
    given: |
      month   | municipality | wait_days_home
      2025-03 | 901          | 100
      2025-03 | 902          | 50
      2025-03 | 903          |
      2025-02 | 903          | 400
    expect: |
      month   | municipality | value
      2025-03 | 901          | 100
      2025-03 | 902          | 50
      2025-03 | 903          |
      2025-02 | 903          | 400
    measured: |
      month   | value | n | population | persons | largest | kind
      2025-03 | 75    | 2 | 3          | 0       |         | municipality
--- */
select month, municipality,
       wait_days_home as value
from municipality_month
