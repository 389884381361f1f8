/* ---
title_da: Observeret succesrate
definition_da: >
  Andelen af de forløb, der kan vurderes i måneden, som er en succes efter det valgte succeskriterium. Indtil kommunen
  vælger et andet, er det medarbejderens egen vurdering af, om effektmålet er nået, for forløb sluttet i eller før måneden.
type: outcome
measure: share
unit: share
window: accumulated
direction: higher_is_better
reads: [setting, success_month]
needs: [courses.effect_goal_met, courses.ended_on, courses.end_reason]
source: Bundlinjes eget nøgletal; den samme observerede succesrate, som SØM-beregningen bruger
limits_da: >
  Forløb, der stadig er i gang, eller hvor opfølgningen ikke er nået, er ikke med. Forløb, der skulle være vurderet, men
  ikke er det, er ukendte og trækker dækningen ned. Forløb, der sluttede med død eller fraflytning, er ikke med, og heller
  ikke et forløb, der er afløst af et andet, som er med i det, man ser på. Derfor kan tallene for metoderne lagt sammen
  være flere end tallet for alle. Andre succeskriterier kræver andre registreringer end dem, der er nævnt her.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
examples:
  - name_da: Succes og ej succes er vurderet, manglende er ukendt, resten er ikke med
    given:
      setting: |
        success_criterion | ors_limit_young
        effect_goal_met   |
      success_month: |
        month   | course_id | citizen_id | criterion       | outcome
        2025-03 | k1        | a          | effect_goal_met | success
        2025-03 | k2        | b          | effect_goal_met | failure
        2025-03 | k3        | c          | effect_goal_met | missing
        2025-03 | k4        | d          | effect_goal_met | not_yet
        2025-03 | k5        | e          | effect_goal_met | excluded
        2025-03 | k2        | b          | no_shelter_6    | success
    expect: |
      course_id | is_member | value
      k1        | true      | true
      k2        | true      | false
      k3        | true      |
      k4        | false     |
      k5        | false     |
    measured: |
      month   | value | n | population | count
      2025-03 | 0.5   | 2 | 3          | 1
  - name_da: Succeskriteriet er et valg
    given:
      setting: |
        success_criterion | ors_limit_young
        no_shelter_6      |
      success_month: |
        month   | course_id | citizen_id | criterion       | outcome
        2025-03 | k1        | a          | effect_goal_met | success
        2025-03 | k1        | a          | no_shelter_6    | failure
    expect: |
      course_id | value
      k1        | false
  - name_da: Et afløst forløb er ikke med, når det, der afløste, er med, også mens det er i gang
    given: &replaced
      setting: |
        success_criterion | ors_limit_young
        effect_goal_met   |
      success_month: |
        month   | course_id | citizen_id | method | criterion       | outcome | replaced_by
        2025-03 | k1        | a          | CTI    | effect_goal_met | failure | k2
        2025-03 | k2        | a          | ICM    | effect_goal_met | not_yet |
        2025-03 | k3        | b          | CTI    | effect_goal_met | success |
    measured: |
      month   | value | n | population | count
      2025-03 | 1     | 1 | 1          | 1
  - name_da: Ser man kun på CTI, er det afløste forløb med
    given: *replaced
    where: {method: [CTI]}
    measured: |
      month   | value | n | population | count
      2025-03 | 0.5   | 2 | 2          | 1
  - name_da: Delt op på metode står det afløste forløb under sin egen metode
    given: *replaced
    by: method
    measured: |
      month   | group | value | n | population | count
      2025-03 | CTI   | 0.5   | 2 | 2          | 1
      2025-03 | ICM   |       | 0 | 0          |
      2025-03 | ACT   |       | 0 | 0          |
--- */
select month, course_id, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       replaced_by,
       outcome in ('success', 'failure', 'missing') as is_member,
       case outcome when 'success' then true when 'failure' then false end as value
from success_month
join setting on success_month.criterion = setting.success_criterion
