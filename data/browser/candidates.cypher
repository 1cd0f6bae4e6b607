// Candidate investments by control-right forward shift · 依控制權前移排序的候選投資案
:param limit => 10;
MATCH (i:Investment {verdict: 'candidate'})
WITH i
ORDER BY i.shift_pp DESC, i.id
LIMIT toInteger($limit)
MATCH target = (i)-[:TARGETS]->()
WITH i, collect(target) AS targets
MATCH maker = (i)-[:MADE_BY]->(:Firm)
WITH i, targets, collect(maker) AS makers
RETURN i.id AS investment_id, i.name_en AS name, i.name_zh AS name_zh,
       i.direction AS direction, i.p1_need AS p1_need, i.p2_base AS p2_base,
       i.p3_node AS p3_node, i.shift_pp AS shift_pp, i.shift_pp_low AS shift_pp_low,
       i.shift_pp_high AS shift_pp_high, i.us_loss_change AS us_loss_change,
       i.home_leverage_change AS home_leverage_change, i.credit_usd_bn AS credit_usd_bn,
       targets, makers
ORDER BY shift_pp DESC, investment_id;
