package io.althing.chaos.check;

import io.althing.chaos.history.History;
import io.althing.chaos.history.Operation;
import java.util.List;

/** Every checker, in the order in which their verdicts are read. */
public final class Judge {
    /** The name under which the audit oracle's findings are noted. */
    public static final String AUDIT = "audit-log";
    /** The name under which a fault notes what its victims must do, such as give up leadership. */
    public static final String FAULTS = "fault-promises";

    /** The name under which broken promises of repeated requests are noted. */
    public static final String REPEATED = "repeated-requests";
    /** The name under which it is noted why users got no answer. */
    public static final String USERS = "users-are-served";
    private static final List<Checker> CHECKERS = List.of(new ExactlyOnce(), Linearizability.bounded(),
            new IndexOrder(), new PrefixReads("read-at-index", Operation.Kind.READ),
            new PrefixReads("local-reads", Operation.Kind.LOCAL_READ), new Leadership(), new Minority(),
            new EventStreams(), new EqualReplicas(), new NotedChecks(AUDIT), new NotedChecks(FAULTS),
            new NotedChecks(REPEATED), new Recovery(), new TakenBack(), new LateWidening(), new AloneRegions(),
            new CanariesAlone(), new LocalActs(), new Ballots(), new Epochs(), new UsersServed());

    private Judge() {}

    /** One verdict for each promise. */
    public static List<Verdict> judge(History history) {
        return CHECKERS.stream().map(checker -> checker.check(history)).toList();
    }
}
