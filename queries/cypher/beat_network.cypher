// purpose: tells that whoever writes or removes a hidden network is still at it, and which step was done last; no row when another took over
// parameters: $network its id; $token who writes; $step number of the step that begins, 0 for none
// columns: done number of the last step before
MATCH (n:Network {id: $network})
WHERE n.token = $token AND NOT n.complete
WITH n, coalesce(n.step, 0) AS done
SET n.beat = timestamp(), n.step = CASE WHEN done < $step THEN $step ELSE done END
RETURN done AS done;
