package io.althing.chaos.fault;

import io.althing.chaos.arena.Messages;
import io.althing.chaos.fault.Fault.Begun;
import io.althing.chaos.fault.Fault.Need;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Faults of single messages between nodes, which TCP itself never shows. */
final class MessageFaults {
    private static final Set<Need> MESSAGES = Set.of(Need.OWN_NODES, Need.MESSAGES);

    private MessageFaults() {}

    static List<Fault> all() {
        return List.of(
                new Fault("duplicate-rpc", "sends a part of all requests between nodes twice (with: percent)",
                        MESSAGES, MessageFaults::duplicate),
                new Fault("reorder-rpc",
                        "lets messages between nodes overtake each other, the log's own entries apart (with: millis)",
                        MESSAGES, MessageFaults::reorder));
    }

    private static Messages messages(Scene scene) {
        return scene.own().machine().part(Messages.class);
    }

    private static Begun duplicate(Scene scene) throws IOException {
        int percent = scene.number("percent", 30);
        messages(scene).duplicate(percent);
        return Begun.of("all, " + percent + " %", messages(scene)::calm);
    }

    private static Begun reorder(Scene scene) throws IOException {
        int millis = scene.number("millis", 60);
        messages(scene).reorder(millis);
        return Begun.of("all, up to " + millis + " ms", messages(scene)::calm);
    }
}
