package io.althing.cli;

/** A command contributed by a module above this one, found by {@link java.util.ServiceLoader}. */
public interface CommandProvider {
    /** The command it belongs under, as typed, for example {@code bench}; empty for the top. A parent nobody declared is created. */
    String parent();

    /** A picocli command: an object annotated with {@code @Command} that is a {@code Callable<Integer>} or {@code Runnable}. */
    Object command();
}
