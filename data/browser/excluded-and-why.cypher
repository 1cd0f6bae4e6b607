// Investments that are excluded, and why · 被排除的投資案與理由
:param limit => 10;
MATCH (i:Investment {verdict: 'excluded'})
WITH i
ORDER BY i.shift_pp DESC, i.id
LIMIT toInteger($limit)
MATCH target = (i)-[:TARGETS]->(t)
WITH i, collect(target) AS targets
RETURN i.id AS investment_id, i.name_en AS name, i.name_zh AS name_zh, i.p1_need AS p1_need,
       i.p2_base AS p2_base, i.p3_node AS p3_node, i.shift_pp AS shift_pp,
       i.reason AS reason, i.reason_zh AS reason_zh, targets
ORDER BY shift_pp DESC, investment_id;
