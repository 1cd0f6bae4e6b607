// Investments in a direction, with the three principles · 一個方向的投資案與三項原則
:param direction => '1';
MATCH target = (i:Investment {direction: $direction})-[:TARGETS]->(t)
WITH i, collect(DISTINCT t.id) AS targeted, collect(target) AS targets
MATCH maker = (i)-[:MADE_BY]->(:Firm)
WITH i, targeted, targets, collect(maker) AS makers
RETURN i.id AS investment_id, i.name_en AS name, i.name_zh AS name_zh, i.verdict AS verdict,
       i.p1_need AS p1_need, i.p2_base AS p2_base, i.p3_node AS p3_node,
       i.shift_pp AS shift_pp, i.credit_usd_bn AS credit_usd_bn, targeted, targets, makers
ORDER BY verdict, shift_pp DESC, investment_id
LIMIT 100;
