package io.althing.chaos.mixed;

import io.althing.chaos.arena.ProcessArena;
import io.althing.chaos.drill.LoopbackCluster;
import io.althing.chaos.drill.NodeFiles;
import io.althing.chaos.drill.Waiting;
import io.althing.client.Answer;
import io.althing.client.Call;
import io.althing.client.Json;
import io.althing.client.UserError;
import io.althing.codec.BuildTooOld;
import io.althing.node.ProcessExit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** One node after another gets the next build, the leader last; what must hold meanwhile is looked at from outside. */
final class Upgrade {
    private static final String TAGS = "/v1/models/" + NodeFiles.MODEL + "/tags/";
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final ProcessArena arena;
    private final Path next;
    private final Consumer<String> say;
    private final List<String> broken = new ArrayList<>();

    /**
     * @param next the jar of the next build
     * @param say told what was seen
     */
    Upgrade(ProcessArena arena, Path next, Consumer<String> say) {
        this.arena = arena;
        this.next = next;
        this.say = say;
    }

    /** Does it all; what did not hold, one sentence each. */
    List<String> run() throws IOException, InterruptedException {
        String last = arena.awaitLeader();
        List<String> first = arena.nodes().stream().filter(node -> !node.equals(last)).toList();
        see(levels().stream().allMatch(level -> level.equals("1 of 1")), "all nodes of the old build: " + levels());
        client(last, Call.put(TAGS + "mixed-source", Json.object().put("value", "the value to copy")))
                .ifPresent(Answer::orThrow);
        for (String node : first) {
            build(node, Optional.of(next));
            tooEarly(node);
        }
        force(first.getLast(), last);
        build(last, Optional.of(next));
        Waiting.until("the level rises", LoopbackCluster.STARTING,
                () -> levels().stream().allMatch(level -> level.equals("2 of 2")));
        see(true, "all nodes of the next build: the level rose by itself, " + levels());
        accepted(first.getFirst());
        refusedBuild(first.getFirst());
        return broken;
    }

    private void see(boolean holds, String what) {
        say.accept(what);
        if (!holds) {
            broken.add(what);
        }
    }

    /** Each node's view of the cluster's level, and its build's. */
    private List<String> levels() {
        return arena.nodes().stream().map(node -> client(node, Call.get("/v1/cluster")).filter(Answer::ok)
                .map(Answer::json)
                .map(s -> s.path("featureLevel").asInt() + " of " + s.path("buildLevel").asInt()).orElse("no answer"))
                .toList();
    }

    private Optional<Answer> client(String node, Call call) {
        try {
            return Optional.of(arena.client(node).send(call.within(ANSWER)));
        } catch (UserError unreachable) {
            return Optional.empty();
        }
    }

    private void build(String node, Optional<Path> jar) throws IOException, InterruptedException {
        arena.stop(node);
        arena.cluster().build(node, jar);
        arena.startNode(node);
        arena.awaitReady(node);
    }

    private Optional<Answer> copy(String node, String to) {
        return client(node, Call.post(TAGS + "mixed-source/copy/" + to, Json.object()));
    }

    /** The new command is refused by name of a node that keeps the level, and the level stays. */
    private void tooEarly(String node) throws InterruptedException {
        String refusal = Waiting.value(node + " says who keeps the level", LoopbackCluster.STARTING,
                () -> copy(node, "mixed-copy").filter(answer -> answer.status() == 409)
                        .map(answer -> answer.problem().detail()).filter(detail -> detail.contains("because node")));
        see(refusal.contains("needs feature level 2; the cluster is at 1") && refusal.contains("a build of level 1"),
                node + " is of the next build: the new command is refused, \"" + refusal + "\"");
        see(levels().stream().allMatch(level -> level.startsWith("1 of")), "the level stays: " + levels());
    }

    /** The new command comes into the log all the same. */
    private void force(String from, String old) throws IOException, InterruptedException {
        var unused = copy(from, "forced-copy");
        OptionalInt exit = arena.cluster().process(old).exitCode(LoopbackCluster.STARTING);
        String said = arena.cluster().process(old).output();
        see(exit.isPresent() && exit.getAsInt() == ProcessExit.BUILD_TOO_OLD.code()
                && said.contains(BuildTooOld.REMEDY) && said.contains("nothing of entries"),
                "the new command was forced into the log: " + old + ", of the old build, ended with exit code "
                        + exit.orElse(-1));
        Waiting.until("the others go on", LoopbackCluster.STARTING,
                () -> client(from, Call.put(TAGS + "mixed-after", Json.object().put("value", "written without it")))
                        .filter(Answer::ok).isPresent());
        see(true, "the others go on");
    }

    private void accepted(String node) throws InterruptedException {
        Answer copied = Waiting.value("the new command is answered", LoopbackCluster.STARTING,
                () -> copy(node, "mixed-copy"));
        see(copied.ok(), "the new command is answered with " + copied.status());
        String value = Waiting.value("the copy is read", LoopbackCluster.STARTING,
                () -> client(node, Call.get(TAGS + "mixed-copy")).filter(Answer::ok))
                .json().path("value").asText();
        see(value.equals("the value to copy"), "the copy reads \"" + value + "\"");
        see(entries(node, "raise-feature-level") == 1 && entries(node, "copy-tag") == 1,
                "audit entries: " + entries(node, "raise-feature-level") + " raise-feature-level, "
                        + entries(node, "copy-tag") + " copy-tag");
    }

    private int entries(String node, String action) throws InterruptedException {
        return Waiting.value("audit entries are found", LoopbackCluster.STARTING,
                () -> client(node, Call.get("/v1/audit/entries?action=" + action)).filter(Answer::ok)
                        .map(answer -> answer.json().path("items").size()).filter(size -> size > 0));
    }

    private void refusedBuild(String node) throws IOException, InterruptedException {
        arena.stop(node);
        arena.cluster().build(node, Optional.empty());
        arena.startNode(node);
        OptionalInt exit = arena.cluster().process(node).exitCode(LoopbackCluster.STARTING);
        boolean told = arena.cluster().process(node).output().contains("the cluster is at feature level 2");
        see(told && exit.isPresent() && exit.getAsInt() == ProcessExit.BUILD_TOO_OLD.code(),
                "the old build started again on " + node + ": exit code " + exit.orElse(-1)
                        + (told ? ", and it says why" : ", without saying why"));
        arena.cluster().build(node, Optional.of(next));
        arena.startNode(node);
        arena.awaitReady(node);
    }
}
