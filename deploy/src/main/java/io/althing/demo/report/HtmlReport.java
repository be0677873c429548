package io.althing.demo.report;

import static io.althing.demo.report.Svg.escape;

import io.althing.client.EventStream.Occurred;
import io.althing.client.Narration;
import io.althing.demo.step.EvidenceLog;
import io.althing.demo.step.Timeline;
import io.althing.demo.traffic.Sample;
import io.althing.registry.Region;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.TreeMap;

/** The report as one page, without anything from elsewhere. */
final class HtmlReport {
    private final Report report;
    private final List<Sample> samples;
    private final Instant from;
    private final Instant to;

    HtmlReport(Report report) {
        this.report = report;
        this.samples = report.traffic().all();
        Instant now = Instant.now();
        Instant firstEvent = report.timeline().all().stream().findFirst().map(Timeline::at).orElse(now);
        this.from = samples.isEmpty() ? firstEvent : samples.getFirst().answeredAt();
        this.to = samples.isEmpty() ? now : samples.getLast().answeredAt();
    }

    String html() {
        return """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>Althing: demo report</title>
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <style>%s</style></head><body><main>
                <h1>Three regions, one bad model</h1>
                <p class="lead">%s</p>
                %s%s%s%s%s%s%s%s
                </main></body></html>
                """.formatted(STYLE, escape(report.lastLine()), summary(), shares(), accuracy(), arms(), evidence(),
                usualRules(), ballot(), timeline());
    }

    private String summary() {
        var rows = new StringBuilder();
        int number = 1;
        for (StepReport step : report.steps()) {
            rows.append("<tr><td>").append(number++).append("</td><td class='")
                    .append(step.passed() ? "good'>held" : "bad'>failed")
                    .append("</td><td>").append(escape(step.name())).append(figures(step))
                    .append("</td><td class='number'>")
                    .append(String.format(Locale.ROOT, "%.1f s", step.milliseconds() / 1000.0)).append("</td></tr>\n");
        }
        return "<section><table class='steps'>" + rows + "</table></section>";
    }

    private static String figures(StepReport step) {
        var list = new StringBuilder();
        if (!step.failure().isEmpty()) {
            list.append("<p class='bad'>").append(escape(step.failure())).append("</p>");
        }
        list.append("<dl>");
        step.figures().forEach((name, value) -> list.append("<dt>").append(escape(name)).append("</dt><dd>")
                .append(escape(String.valueOf(value))).append("</dd>"));
        return list.append("</dl>").toString();
    }

    private String shares() {
        if (samples.isEmpty()) {
            return "";
        }
        ShareChart chart = new ShareChart(samples, from, to);
        var charts = new StringBuilder();
        for (Region region : report.regions()) {
            charts.append(chart.share(region));
        }
        return section("Who answered", "Share of each region's answers by version, in half seconds, as users saw it. "
                + legend(), charts.toString());
    }

    private String accuracy() {
        if (samples.isEmpty()) {
            return "";
        }
        var table = new StringBuilder(
                "<table><tr><th>version</th><th class='number'>answers</th><th class='number'>right</th><th class='number'>accuracy</th></tr>");
        for (String version : Palette.VERSIONS) {
            List<Sample> answers = report.traffic().by(version).toList();
            long right = answers.stream().filter(Sample::correct).count();
            table.append(String.format(Locale.ROOT,
                    "<tr><td>%s</td><td class='number'>%d</td><td class='number'>%d</td><td class='number'>%.1f %%</td></tr>",
                    version, answers.size(), right, answers.isEmpty() ? 0 : 100.0 * right / answers.size()));
        }
        table.append("</table><p class='note'>Requests without an answer: ").append(report.traffic().failed())
                .append(" of ").append(report.traffic().size()).append(".</p>");
        return section("How often each version was right", "All regions together, in two-second slices. " + legend(),
                new ShareChart(samples, from, to).accuracy() + table);
    }

    private String evidence() {
        return report.story().badRollout().map(rollout -> {
            Map<String, List<EvidenceLog.Point>> byRegion = new LinkedHashMap<>();
            report.regions().forEach(r -> byRegion.put(r.value(), report.evidence().of(rollout, r.value())));
            return section("Evidence against v3",
                    "Logarithm of the wagers' wealth in each region, in nats: it grows only if v3 does real harm. At most one harmless rollout in a hundred ever reaches the bound.",
                    EvidenceChart.harm(byRegion));
        }).orElse("");
    }

    private String arms() {
        return report.story().badRollout().map(rollout -> {
            var charts = new StringBuilder();
            for (var region : report.regions()) {
                Map<String, List<EvidenceLog.Harm>> byMetric = report.evidence().harm(rollout, region.value()).stream()
                        .collect(Collectors.groupingBy(EvidenceLog.Harm::metric, TreeMap::new, Collectors.toList()));
                byMetric.forEach((metric, harm) -> charts.append("<h3>").append(escape(region.value())).append(", ")
                        .append(escape(plainly(metric)))
                        .append("</h3>").append(ArmsChart.draw(harm)));
            }
            return section("Canary and stable, arm by arm",
                    "Share of each arm's requests that failed, and of its labelled answers that were wrong, as the region's agent counted them.",
                    charts.toString());
        }).orElse("");
    }

    private static String plainly(String metric) {
        return switch (metric) {
            case "error_rate" -> "requests that failed";
            case "accuracy" -> "answers that were wrong";
            default -> metric;
        };
    }

    private String usualRules() {
        String table = UsualRulesTable.of(report);
        return table.isEmpty()
                ? ""
                : section("What fixed thresholds would have done",
                        "The usual rules on the same looks: errors above 2 %, accuracy more than 5 points below stable's, p95 above 1.5 times stable's. "
                                + "v2 is harmless, so each time a rule fires on it is a false alarm. They know no bound on how often they are wrong; "
                                + "the wagers take back at most one harmless rollout in a hundred, however often one looks.",
                        table);
    }

    private String ballot() {
        return report.timeline().find("ballot-settled", e -> true).stream().findFirst()
                .map(settled -> section("The vote", "Result: " + escape(settled.data().path("result").asText())
                        + ". The rule that decided: " + escape(settled.data().path("tally").path("rule").asText())
                        + ".",
                        TallyChart.draw(settled.data())))
                .orElse("");
    }

    private String timeline() {
        var rows = new StringBuilder("<table class='timeline'>");
        for (Occurred event : report.timeline().all()) {
            Narration.of(event)
                    .ifPresent(line -> rows.append(String.format(Locale.ROOT,
                            "<tr><td class='number'>%+.2f s</td><td class='%s'></td><td>%s</td><td class='note number'>entry %s</td></tr>%n",
                            Duration.between(from, Timeline.at(event)).toMillis() / 1000.0, kind(event.type()),
                            escape(line),
                            escape(event.id().replaceFirst("\\..*", "")))));
        }
        return section("What happened",
                "From the audit log, as one region streamed it; time from the first answer to a user.",
                rows.append("</table>").toString());
    }

    private static String kind(String type) {
        return switch (type) {
            case "ballot-opened", "vote-cast", "ballot-settled" -> "mark vote";
            case "region-rolled-back", "version-quarantined", "candidate-rejected" -> "mark alarm";
            case "region-advanced", "epoch-committed", "rollout-moved" -> "mark forward";
            default -> "mark";
        };
    }

    private static String legend() {
        var legend = new StringBuilder();
        for (String version : Palette.VERSIONS) {
            legend.append("<span class='chip' style='background:").append(Palette.version(version)).append("'></span>")
                    .append(version).append(' ');
        }
        return legend.toString();
    }

    private static String section(String title, String words, String content) {
        return "<section><h2>" + escape(title) + "</h2><p>" + words + "</p>" + content + "</section>\n";
    }

    private static final String STYLE = """
            :root { color-scheme: light; font: 15px/1.5 system-ui, sans-serif; color: #1d2733; background: #f5f6f8; }
            main { max-width: 60rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
            h1 { font-size: 1.9rem; margin: 0 0 .3rem; } h2 { font-size: 1.2rem; margin: 0 0 .2rem; }
            .lead { font-size: 1.1rem; margin: 0 0 1.5rem; }
            section { background: #fff; border: 1px solid #e1e5ea; border-radius: 8px; padding: 1.2rem 1.4rem; margin: 0 0 1.2rem; }
            section p { margin: 0 0 .8rem; color: #4a5764; }
            table { border-collapse: collapse; width: 100%; } td, th { padding: .35rem .6rem; text-align: left; vertical-align: top; }
            tr + tr td { border-top: 1px solid #eef0f3; } .number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
            th.number, th { color: #4a5764; font-weight: 600; }
            .steps > tbody > tr > td:nth-child(3), .timeline td:nth-child(3) { width: 100%; }
            .good { color: #007a53; font-weight: 600; } .bad { color: #b8400c; font-weight: 600; }
            dl { display: grid; grid-template-columns: minmax(12rem, 2fr) 3fr; gap: .05rem 1rem; margin: .3rem 0 0; font-size: .86rem; color: #4a5764; }
            dd { margin: 0; overflow-wrap: anywhere; color: #1d2733; } .note { color: #6b7785; font-size: .86rem; }
            .chip { display: inline-block; width: .8em; height: .8em; border-radius: 2px; margin: 0 .3em 0 .8em; }
            .timeline td { padding: .15rem .6rem; border: 0; } .mark { border-left: 4px solid #cfd6dd !important; padding: 0 !important; }
            .vote { border-color: #cc79a7 !important; } .alarm { border-color: #d55e00 !important; } .forward { border-color: #0072b2 !important; }
            svg { max-width: 100%; height: auto; display: block; } svg text { font: 12px system-ui, sans-serif; fill: #4a5764; }
            svg .title { font-weight: 600; font-size: 13px; fill: #1d2733; } svg .end { text-anchor: end; } svg .middle { text-anchor: middle; }
            svg .grid { stroke: #1d2733; stroke-opacity: .12; } svg .bound { stroke: #b8400c; stroke-dasharray: 5 4; stroke-width: 1.5; }
            svg .bound-label { fill: #b8400c; font-weight: 600; }
            """;
}
