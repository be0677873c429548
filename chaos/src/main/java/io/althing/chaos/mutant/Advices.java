package io.althing.chaos.mutant;

import io.althing.registry.Event;
import io.althing.registry.Rollout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** What is woven into a method: each replaces what the method would return, or keeps it from running. */
@SuppressWarnings("UnusedVariable") // what is assigned to a returned value is returned by the method it is woven into
final class Advices {
    private Advices() {}

    /** The method does nothing and returns an empty optional. */
    static final class Empty {
        private Empty() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Optional<?> returned) {
            returned = Optional.empty();
        }
    }

    /** The method returns an empty list. */
    static final class NoneOfThem {
        private NoneOfThem() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) List<?> returned) {
            returned = List.of();
        }
    }

    /** The method returns everything twice. */
    static final class Twice {
        private Twice() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) List<Object> returned) {
            List<Object> doubled = new ArrayList<>(returned);
            doubled.addAll(returned);
            returned = doubled;
        }
    }

    /** The method says yes. */
    static final class Yes {
        private Yes() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) boolean returned) {
            returned = true;
        }
    }

    /** The method says no. */
    static final class No {
        private No() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) boolean returned) {
            returned = false;
        }
    }

    /** The method does not run, and says that all is well. */
    static final class Skipped {
        private Skipped() {}

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter() {
            return true;
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) boolean returned) {
            returned = true;
        }
    }

    /** The method says that no time is needed. */
    static final class NoTime {
        private NoTime() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) long returned) {
            returned = 0;
        }
    }

    /** The method asks for at most so many. */
    static final class AtMostTwo {
        private AtMostTwo() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) int returned) {
            returned = Math.min(2, returned);
        }
    }

    /** The method asks for one at most. */
    static final class AtMostOne {
        private AtMostOne() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) int returned) {
            returned = Math.min(1, returned);
        }
    }

    /** The log is written, but not synced. */
    static final class LogUnsynced {
        private LogUnsynced() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return(typing = Assigner.Typing.DYNAMIC) Object returned) {
            Planted.off(returned, "setSync");
        }
    }

    /** Term and vote are written, but not synced. */
    static final class VotesUnsynced {
        private VotesUnsynced() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return(typing = Assigner.Typing.DYNAMIC) Object returned) {
            Planted.off(returned, "setSyncMeta");
        }
    }

    /** Whoever is promoted first ends the rollout. */
    static final class Succeeds {
        private Succeeds() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Argument(1) Rollout rollout,
                @Advice.Return(readOnly = false) Optional<Event> returned) {
            returned = Optional.of(new Event.RolloutMoved(rollout.id(), Rollout.State.SUCCEEDED, "too early"));
        }
    }
}
