package io.althing.demo.report;

import static io.althing.demo.report.Svg.escape;

import io.althing.demo.step.EvidenceLog;
import io.althing.registry.Region;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What rules without an error bound would have done on the looks of the harmless version and of the bad one, beside the evidence. */
final class UsualRulesTable {
    private UsualRulesTable() {}

    /** Empty if no look was seen. */
    static String of(Report report) {
        var rows = new StringBuilder();
        for (Region region : report.regions()) {
            report.story().goodRollout().ifPresent(rollout -> rows(report, new Trial("v2", rollout, region), rows));
            report.story().badRollout().ifPresent(rollout -> rows(report, new Trial("v3", rollout, region), rows));
        }
        return rows.isEmpty()
                ? ""
                : "<table><tr><th>region</th><th>version</th><th>rule</th><th class='number'>looks</th>"
                        + "<th class='number'>would have rolled back at</th><th>verdict</th></tr>" + rows + "</table>";
    }

    private record Trial(String version, String rollout, Region region) {
        boolean harmless() {
            return version.equals("v2");
        }
    }

    private static void rows(Report report, Trial trial, StringBuilder rows) {
        for (EvidenceLog.UsualRule rule : report.evidence().usualRules(trial.rollout(), trial.region().value())) {
            row(rows, trial, rule.name(), rule.looks(), rule.fired(), rule.firstLook());
        }
        List<EvidenceLog.Point> path = report.evidence().of(trial.rollout(), trial.region().value());
        if (!path.isEmpty()) {
            long crossed = path.stream().filter(p -> p.logRollback() >= p.bound()).count();
            Optional<EvidenceLog.Point> first = path.stream().filter(p -> p.logRollback() >= p.bound()).findFirst();
            row(rows, trial, "evidence with its bound", path.size(), crossed,
                    first.map(EvidenceLog.Point::look).orElse(0L));
        }
    }

    private static void row(StringBuilder rows, Trial trial, String rule, long looks, long fired, long first) {
        String verdict = fired == 0 ? "silent" : trial.harmless() ? fired + " false alarms" : "noticed";
        rows.append(String.format(Locale.ROOT,
                "<tr><td>%s</td><td>%s</td><td>%s</td><td class='number'>%d</td><td class='number'>%s</td><td class='%s'>%s</td></tr>%n",
                escape(trial.region().value()), trial.version(), escape(rule), looks,
                fired == 0 ? "no look" : "look " + first + (fired > 1 ? ", and " + (fired - 1) + " more" : ""),
                trial.harmless() == (fired == 0) ? "good" : "bad", verdict));
    }
}
