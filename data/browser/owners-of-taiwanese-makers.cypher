// Who owns the Taiwanese firms behind the investments · 投資案背後的臺灣企業由誰持股
:param country => 'TWN';
MATCH made = (i:Investment)-[:MADE_BY]->(f:Firm {country: $country})
MATCH owned = (o:Country|Firm)-[w:OWNS]->(f)
WITH f, o, w, owned, collect(DISTINCT i.id) AS investments, collect(made) AS made
RETURN f.id AS id, f.name_en AS name, f.name_zh AS name_zh, o.id AS owner,
       coalesce(o.country, o.id) AS owner_country, w.stake AS stake,
       properties(w).voting AS voting, w.year AS year, w.confidence AS confidence,
       w.source_id AS sources, investments, owned, made
ORDER BY id, owner
LIMIT 100;
