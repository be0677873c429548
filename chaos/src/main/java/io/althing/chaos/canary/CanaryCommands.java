package io.althing.chaos.canary;

import io.althing.cli.CommandProvider;

/** Hooks the commands of this package into the command line. */
public final class CanaryCommands {

    private CanaryCommands() {}

    /** {@code althing bench canary}. */
    public static final class Bench implements CommandProvider {
        @Override
        public String parent() {
            return "bench";
        }

        @Override
        public Object command() {
            return new BenchCanary();
        }
    }

    /** {@code althing canary replay}. */
    public static final class Replay implements CommandProvider {
        @Override
        public String parent() {
            return "canary";
        }

        @Override
        public Object command() {
            return new CanaryReplay();
        }
    }

    /** {@code althing canary profile}. */
    public static final class Profile implements CommandProvider {
        @Override
        public String parent() {
            return "canary";
        }

        @Override
        public Object command() {
            return new CanaryProfile();
        }
    }
}
