package io.althing.demo.step;

import java.io.PrintWriter;
import java.time.Duration;

/** Live progress: one line for each thing that happened. Thread-safe. */
public final class Console {
    private final PrintWriter out;
    private final long startedNanos;

    /** @param out where it goes */
    public Console(PrintWriter out) {
        this.out = out;
        this.startedNanos = System.nanoTime();
    }

    /** A step begins. */
    public synchronized void step(int number, String name) {
        out.printf("%n%s  %d. %s%n", elapsed(), number, name);
        out.flush();
    }

    /** Something happened. */
    public synchronized void say(String line) {
        out.printf("%s     %s%n", elapsed(), line);
        out.flush();
    }

    /** A line as it is. */
    public synchronized void plain(String line) {
        out.println(line);
        out.flush();
    }

    private String elapsed() {
        Duration since = Duration.ofNanos(System.nanoTime() - startedNanos);
        return String.format("%6.1f s", since.toMillis() / 1000.0);
    }
}
