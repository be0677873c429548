package io.althing.chaos.fault;

import io.althing.client.UserError;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Every fault there is. */
public final class Faults {
    private static final List<Fault> ALL = Stream
            .of(NetworkFaults.all(), ProcessFaults.all(), DiskFaults.all(), ClockFaults.all(), ClusterFaults.all(),
                    PowerFaults.all(), MessageFaults.all(), CrashFaults.all(), AgentFaults.all())
            .flatMap(List::stream)
            .toList();

    private static final Set<String> GENTLE = Set.of("duplicate-requests", "leadership-storm", "snapshot-storm");

    private Faults() {}

    /** Whether it only asks what clients and administrators may ask, so that nothing is cut, stopped or ended. */
    public static boolean gentle(Fault fault) {
        return GENTLE.contains(fault.name());
    }

    /** All, in the order in which they are listed. */
    public static List<Fault> all() {
        return ALL;
    }

    /** The fault of a name. */
    public static Fault named(String name) {
        return ALL.stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow(() -> UserError
                .usage("there is no fault '" + name + "'; there are " + ALL.stream().map(Fault::name).toList()));
    }
}
