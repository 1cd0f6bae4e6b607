// An investment's effect: rights gained, from whom, for which needs · 一項投資案的效果：取得何權利、涉及何人、關乎何需求
:param investment => 'ai-boards-us';
MATCH target = (i:Investment {investment_id: $investment})-[e:TARGETS]->(t:Technology|Firm)
OPTIONAL MATCH point = (t)<-[:GOVERNS]-(:ControlPoint {right: e.right})<-[:HOLDS]-(h)
WITH i, e, t, target, collect(DISTINCT h.id) AS holders, collect(point) AS held
OPTIONAL MATCH need = ANY SHORTEST (n:Need)-[:RELIES_ON]->()-[:REQUIRES]->{0,6}(t)
WITH i, e, t, target, holders, held, collect(n.id) AS needs, collect(need) AS paths
RETURN t.id AS id, t.name_en AS name, t.name_zh AS name_zh, e.right AS right, e.low AS low,
       e.mode AS mode, e.high AS high, holders, size(needs) AS needs,
       e.confidence AS confidence, e.source_id AS sources, target, held, paths
ORDER BY id, right
LIMIT 100;
