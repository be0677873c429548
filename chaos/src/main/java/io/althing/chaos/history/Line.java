package io.althing.chaos.history;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** One line of a history. Times are nanoseconds since the run began, on one monotonic clock. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "line")
@JsonSubTypes({@JsonSubTypes.Type(value = Line.Header.class, name = "header"),
        @JsonSubTypes.Type(value = Operation.class, name = "operation"),
        @JsonSubTypes.Type(value = Line.FaultSpan.class, name = "fault"),
        @JsonSubTypes.Type(value = Line.Sample.class, name = "sample"),
        @JsonSubTypes.Type(value = Line.Streamed.class, name = "streamed"),
        @JsonSubTypes.Type(value = Line.Entry.class, name = "entry"),
        @JsonSubTypes.Type(value = Line.Replica.class, name = "replica"),
        @JsonSubTypes.Type(value = Line.Noted.class, name = "noted"),
        @JsonSubTypes.Type(value = Line.Stalled.class, name = "stalled"),
        @JsonSubTypes.Type(value = RolloutLine.Rules.class, name = "rules"),
        @JsonSubTypes.Type(value = RolloutLine.Act.class, name = "act"),
        @JsonSubTypes.Type(value = RolloutLine.Served.class, name = "served"),
        @JsonSubTypes.Type(value = RolloutLine.Gateway.class, name = "gateway"),
        @JsonSubTypes.Type(value = RolloutLine.Alone.class, name = "alone"),
        @JsonSubTypes.Type(value = RolloutLine.LocalAct.class, name = "local-act"),
        @JsonSubTypes.Type(value = RolloutLine.Asked.class, name = "asked")})
public sealed interface Line
        permits
        Operation,
        RolloutLine,
        Line.Header,
        Line.FaultSpan,
        Line.Sample,
        Line.Streamed,
        Line.Entry,
        Line.Replica,
        Line.Noted,
        Line.Stalled {
    /**
     * What was run.
     *
     * @param seed drew the workload and the faults' victims
     * @param network how the nodes reached each other
     * @param electionMillis the election timeout of every node
     */
    record Header(String drill, long seed, String network, List<String> nodes, long electionMillis) implements Line {
        /** Copies the nodes. */
        public Header {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * A fault, from when it began to when it was healed.
     *
     * @param detail whom it hit and how
     * @param minority nodes that could reach no majority from begin to healing, though their processes ran
     */
    record FaultSpan(String fault, String detail, List<String> minority, Span span) implements Line {
        /** Copies the nodes. */
        public FaultSpan {
            minority = List.copyOf(minority);
        }

        /** When it was in force. */
        public long begin() {
            return span.begin();
        }

        /** When it was gone. */
        public long end() {
            return span.end();
        }

        /** Nodes cut off were cut off until then at least; some may have been reached before the healing ended. */
        public long healing() {
            return span.healing();
        }
    }

    /**
     * When a fault was.
     *
     * @param begin when it was in force
     * @param healing when its healing began
     * @param end when it was healed: for a process that was killed, when it answered again
     */
    record Span(long begin, long healing, long end) {
        /** One that was healed in no time. */
        public static Span of(long begin, long end) {
            return new Span(begin, end, end);
        }
    }

    /**
     * How a node said it stood.
     *
     * @param life how often its process had been started
     */
    record Sample(String node, int life, long at, boolean leads, long term, long applied) implements Line {}

    /**
     * An event that a reader of the event stream was given, in the order in which it came.
     *
     * @param position audit index and ordinal, as the stream's ids are written
     * @param digest of the event
     */
    record Streamed(String reader, String position, String digest) implements Line {}

    /**
     * An entry of the audit log as it was read at the end.
     *
     * @param key the register written to, empty if it was none
     * @param value what it was set to
     * @param events the digests of its events, in order
     */
    record Entry(long auditIndex, long index, String requestId, String key, String value, List<String> events)
            implements
                Line {
        /** Copies the events. */
        public Entry {
            events = List.copyOf(events);
        }
    }

    /** A replica at the end, when all was quiet. */
    record Replica(String node, long applied, String chainDigest, long auditSize, String root) implements Line {}

    /**
     * What a judge that needs more than a history found out while the cluster was still there.
     *
     * @param check which
     * @param broken whether a promise was broken, or this is only worth knowing
     */
    record Noted(String check, boolean broken, String what) implements Line {}

    /**
     * How late the drill's own threads were at worst. On a machine that gives them no processor for long, no bound on time means anything.
     */
    record Stalled(long longestMillis) implements Line {}
}
