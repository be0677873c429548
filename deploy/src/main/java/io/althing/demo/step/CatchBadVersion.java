package io.althing.demo.step;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.client.Call;
import io.althing.client.EventStream.Occurred;
import io.althing.demo.traffic.Sample;
import io.althing.demo.traffic.TrafficLog;
import io.althing.registry.Region;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** v3's own validation calls it the best yet; live traffic shows the harm; one region convicts it, a vote takes it back everywhere. */
public final class CatchBadVersion implements DemoStep {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Override
    public String name() {
        return "Roll out v3: convicted on live traffic, taken back at once, voted on, recovered";
    }

    @Override
    public Figures run(DemoContext context) throws Exception {
        String rollout = Rollouts.start(context, "v3", "the best by its own validation");
        context.story().badRollout(rollout);
        Occurred opened = context.timeline().await("ballot-opened", Timeline.of(rollout), PATIENCE);
        Occurred settled = context.timeline().await("ballot-settled",
                e -> e.data().path("ballot").asText().equals(opened.data().path("ballot").asText()), PATIENCE);
        Figures.require(settled.data().path("result").asText().equals("rollback"), "the ballot decides to roll back");
        context.story().convictedAt(Timeline.at(opened));
        for (Region region : context.cluster().regions()) {
            Rollouts.awaitEffective(context, region, "v2");
        }
        String end = Rollouts.awaitEnd(context, rollout);
        Figures.require(end.equals("recovered"), "users recover; the rollout ended " + end);
        return figures(context, rollout, opened, settled);
    }

    private static Figures figures(DemoContext context, String rollout, Occurred opened, Occurred settled) {
        TrafficLog log = context.traffic().log();
        Instant convicted = Timeline.at(opened);
        Instant last = log.lastAnswerBy("v3").orElse(convicted);
        Figures figures = new Figures().put("convicted by", opened.data().path("opener").asText())
                .put("rule that decided", settled.data().path("tally").path("rule").asText())
                .put("milliseconds from conviction to decision",
                        Duration.between(convicted, Timeline.at(settled)).toMillis())
                .put("milliseconds from conviction to the last answer by v3",
                        Math.max(0, Duration.between(convicted, last).toMillis()));
        for (Region region : context.cluster().regions()) {
            figures.put(region + " weights in percent", Rollouts.weights(context, rollout, region));
        }
        log.accuracy("v3").ifPresent(a -> figures.put("v3 accuracy on live traffic", RollOutGoodVersion.rounded(a)));
        reach(log, figures);
        JsonNode ballot = context.as("").need(Call.get("/v1/ballots/" + opened.data().path("ballot").asText())).json();
        for (JsonNode vote : ballot.path("votes")) {
            figures.put(vote.path("region").asText() + " votes",
                    vote.path("choice").asText() + " (" + vote.path("basis").asText() + ")");
        }
        figures.put("requests failed so far", log.failed());
        return figures;
    }

    private static void reach(TrafficLog log, Figures figures) {
        List<Sample> bad = log.by("v3").toList();
        if (bad.isEmpty()) {
            return;
        }
        Instant first = bad.stream().map(Sample::answeredAt).min(Comparator.naturalOrder()).orElseThrow();
        Instant last = bad.stream().map(Sample::answeredAt).max(Comparator.naturalOrder()).orElseThrow();
        long met = users(bad);
        long all = users(log.all().stream()
                .filter(s -> !s.answeredAt().isBefore(first) && !s.answeredAt().isAfter(last)).toList());
        figures.put("share of users who met v3, in percent", Math.round(1000.0 * met / all) / 10.0)
                .put("seconds v3 answered anybody", Duration.between(first, last).toMillis() / 1000.0);
    }

    private static long users(List<Sample> samples) {
        return samples.stream().map(s -> s.region() + "/" + s.user()).collect(Collectors.toSet()).size();
    }
}
