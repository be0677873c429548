package io.althing.chaos.script;

import io.althing.audit.CheckpointReader;
import io.althing.audit.HttpTiles;
import io.althing.audit.TileSource;
import io.althing.chaos.arena.Arena;
import io.althing.chaos.audit.AuditObservation;
import io.althing.chaos.audit.AuditOracle;
import io.althing.chaos.audit.Violation;
import io.althing.chaos.check.Judge;
import io.althing.chaos.drill.NodeStatus;
import io.althing.chaos.drill.Waiting;
import io.althing.chaos.history.History;
import io.althing.chaos.history.Line;
import io.althing.chaos.history.Operation;
import io.althing.chaos.workload.LogReader;
import io.althing.chaos.workload.Observers;
import io.althing.chaos.workload.Recorder;
import io.althing.client.Call;
import io.althing.client.UserError;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** After the last fault is healed and the last operation answered: waits for quiet, and writes down how everything ended. */
final class Settling {
    private static final Duration STREAMS = Duration.ofSeconds(15);

    private final Arena arena;
    private final Recorder recorder;
    private final Observers observers;
    private final Consumer<String> say;

    Settling(Arena arena, Recorder recorder, Observers observers, Consumer<String> say) {
        this.arena = arena;
        this.recorder = recorder;
        this.observers = observers;
        this.say = say;
    }

    void run() throws IOException, InterruptedException {
        allRun();
        List<NodeStatus> all;
        try {
            all = arena.awaitEqualIndex();
        } catch (UserError never) {
            recorder.note(Judge.FAULTS, "the replicas never met at one index: " + never.text());
            return;
        }
        for (NodeStatus status : all) {
            recorder.add(new Line.Replica(status.node(), status.appliedIndex(), status.chainDigest(),
                    status.auditSize(), root(status)));
        }
        NodeStatus last = all.getLast();
        streams(last.auditSize());
        say.accept("reading " + last.auditSize() + " audit entries of " + last.node());
        LogReader.read(arena.api(last.node()), last.auditSize()).forEach(recorder::add);
        oracle();
    }

    private void allRun() {
        for (String node : arena.nodes()) {
            arena.gone(node).ifPresent(why -> recorder.note(Judge.FAULTS, why));
        }
    }

    private void streams(long auditSize) throws InterruptedException {
        try {
            Waiting.until("every event stream has come to the end", STREAMS, () -> observers.upTo(auditSize));
        } catch (UserError inVain) {
            recorder.note(Judge.FAULTS, inVain.text());
        }
    }

    /** The root of the whole tree, which a node signs a moment after the last entry. */
    private String root(NodeStatus status) throws InterruptedException {
        try {
            return Waiting.value(status.node() + " serves a checkpoint of all entries", STREAMS, () -> {
                List<String> lines = new String(
                        arena.client(status.node()).need(Call.get("/audit/checkpoint")).body(),
                        StandardCharsets.UTF_8).lines().toList();
                return lines.size() > 2 && lines.get(1).equals(Long.toString(status.auditSize()))
                        ? Optional.of(lines.get(2))
                        : Optional.empty();
            });
        } catch (UserError inVain) {
            recorder.note(Judge.FAULTS, inVain.text());
            return "";
        }
    }

    private void oracle() throws IOException {
        History history = recorder.history();
        try (HttpClient http = HttpClient.newHttpClient()) {
            SortedMap<String, TileSource> regions = new TreeMap<>();
            for (String node : arena.nodes().stream().filter(n -> arena.gone(n).isEmpty()).toList()) {
                regions.put(node, new HttpTiles(http, arena.api(node).resolve("/audit/")));
            }
            var acknowledged = history.operations().stream()
                    .filter(o -> o.writes() && o.ok() && o.result().auditIndex() >= 0)
                    .map(o -> new AuditObservation.AcknowledgedWrite(o.id(), o.result().auditIndex())).toList();
            List<Violation> violations = AuditOracle.judge(new AuditObservation(regions, observers.checkpoints(),
                    acknowledged, List.of(), List.of(), CheckpointReader.unsigned()));
            violations.forEach(v -> recorder.note(Judge.AUDIT, v.promise() + ": " + v.what()));
            recorder.add(new Line.Noted(Judge.AUDIT, false, regions.size() + " logs, " + observers.checkpoints().size()
                    + " checkpoints seen, " + acknowledged.size() + " acknowledged writes looked up"));
        }
    }
}
