package io.althing.chaos.check;

import io.althing.chaos.history.History;
import io.althing.chaos.history.RolloutLine.Act;
import io.althing.chaos.history.RolloutLine.Asked;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A ballot is settled once, by the votes that are in the log before: what it says it counted is what there is, one vote a region; and a
 * forged vote is refused.
 */
final class Ballots implements Checker {
    private static final String NAME = "ballots";
    private static final String FORGED = "forged-vote";

    @Override
    public Verdict check(History history) {
        List<String> violations = new ArrayList<>();
        Map<String, Map<String, String>> votes = new HashMap<>();
        Map<String, Act> settled = new HashMap<>();
        for (Act act : new Targets(history).acts()) {
            String ballot = act.fact("ballot");
            if (act.type().equals("vote-cast")) {
                if (settled.containsKey(ballot)) {
                    violations.add("ballot " + ballot + " was settled before the vote at " + act.position());
                }
                votes.computeIfAbsent(ballot, b -> new HashMap<>()).put(act.fact("region"), act.fact("choice"));
            } else if (act.type().equals("ballot-settled")) {
                if (settled.put(ballot, act) != null) {
                    violations.add("ballot " + ballot + " was settled twice");
                }
                count(act, votes.getOrDefault(ballot, Map.of()), violations);
            }
        }
        List<Asked> forged = history.all(Asked.class).stream().filter(a -> a.what().equals(FORGED)).toList();
        forged.stream().filter(Asked::accepted)
                .forEach(a -> violations.add(a.node() + " accepted a forged vote: " + a.detail()));
        if (settled.isEmpty() && forged.isEmpty()) {
            return Verdict.skipped(NAME, "there was no ballot");
        }
        return Verdict.of(NAME, violations, List.of(settled.size() + " ballots settled",
                forged.size() + " forged votes, none accepted"));
    }

    private static void count(Act settled, Map<String, String> votes, List<String> violations) {
        long rollback = votes.values().stream().filter("rollback"::equals).count();
        long keep = votes.values().stream().filter("keep"::equals).count();
        long said = number(settled, "rollbackVotes");
        long needed = number(settled, "needed");
        boolean byVotes = settled.fact("rule").contains(" votes ");
        if (said != rollback || number(settled, "keepVotes") != keep) {
            violations.add("ballot " + settled.fact("ballot") + " says that it counted " + said
                    + " votes for rollback and " + settled.fact("keepVotes") + " to keep; the log has " + votes);
        } else if ((byVotes && settled.fact("result").equals("rollback") && rollback < needed)
                || (settled.fact("result").equals("keep") && keep < needed)) {
            violations.add("ballot " + settled.fact("ballot") + " was settled as " + settled.fact("result") + " by "
                    + votes + ", where " + needed + " are needed");
        }
    }

    private static long number(Act act, String fact) {
        return Long.parseLong(act.fact(fact));
    }
}
