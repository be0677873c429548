package io.althing.chaos.power;

import io.althing.registry.Actor;
import io.althing.registry.Command;
import io.althing.registry.ModelName;
import io.althing.registry.NodeId;
import io.althing.registry.Proposal;
import io.althing.store.Receipt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** Requests to a node. Each is refused, since nothing is formed; that the refusal is remembered shows that the request is in the log. */
record LogWork() implements Work {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "log";
    }

    @Override
    public String promise() {
        return "what-is-acknowledged-survives-a-loss-of-power";
    }

    private static Receipt ask(OneNode node, long number) throws Exception {
        var actor = new Actor("olga", Actor.Kind.PERSON, Optional.empty(), List.of(Actor.Role.OPERATOR), "token",
                Optional.empty());
        return node.store()
                .propose(new Proposal("request-" + number, actor, new NodeId("one"), Optional.empty(),
                        new Command.SetTag(new ModelName("digits"), "n", "" + number)), PATIENCE)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void work(Path directory, LongConsumer kept) throws Exception {
        OneNode node = OneNode.leading(directory);
        for (long number = 1;; number++) {
            ask(node, number);
            kept.accept(number);
        }
    }

    @Override
    public long left(Path directory, long least) throws Exception {
        try (OneNode node = OneNode.leading(directory)) {
            for (long number = 1; number <= least; number++) {
                if (!ask(node, number).repeated()) {
                    return number - 1;
                }
            }
            return least;
        }
    }
}
