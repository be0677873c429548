package io.althing.chaos.check;

import io.althing.chaos.history.History;
import io.althing.chaos.history.RolloutLine.Act;
import io.althing.chaos.history.RolloutLine.Rules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A set of policy files comes into force only when every region has said yes to that very attempt, and none no. */
final class Epochs implements Checker {
    private static final String NAME = "policies-agreed";

    @Override
    public Verdict check(History history) {
        Set<String> regions = new TreeSet<>();
        history.all(Rules.class).forEach(rules -> regions.add(rules.region()));
        List<String> violations = new ArrayList<>();
        Set<String> yes = new HashSet<>();
        long committed = 0;
        long rejected = 0;
        for (Act act : new Targets(history).acts()) {
            switch (act.type()) {
                case "candidate-assembled" -> yes.clear();
                case "candidate-voted" -> {
                    if (act.fact("accept").equals("true")) {
                        yes.add(act.fact("region"));
                    } else {
                        yes.remove(act.fact("region"));
                    }
                }
                case "candidate-rejected" -> rejected++;
                case "epoch-committed" -> {
                    committed++;
                    if (!yes.containsAll(regions)) {
                        violations.add("epoch " + act.fact("epoch") + " came into force at " + act.position()
                                + " when only " + new TreeSet<>(yes) + " had agreed");
                    }
                }
                default -> {
                    // another matter
                }
            }
        }
        return committed + rejected == 0
                ? Verdict.skipped(NAME, "no policies were agreed on")
                : Verdict.of(NAME, violations, List.of(committed + " epochs in force, " + rejected + " rejected"));
    }
}
