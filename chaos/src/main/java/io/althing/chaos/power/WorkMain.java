package io.althing.chaos.power;

import io.althing.chaos.sim.Quiet;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The process that does the work, and the one that sees what is left of it. */
public final class WorkMain {
    static final String KEPT = "kept ";
    static final String LEFT = "left ";

    private WorkMain() {}

    /** @param args {@code work NAME DIRECTORY} or {@code left NAME DIRECTORY LEAST} */
    public static void main(String... args) throws Exception {
        Quiet.logs();
        Work work = Work.all().stream().filter(w -> w.name().equals(args[1])).findFirst().orElseThrow();
        Path directory = Path.of(args[2]);
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (args[0].equals("work")) {
            work.work(directory, number -> out.println(KEPT + number));
        } else {
            out.println(LEFT + work.left(directory, Long.parseLong(args[3])));
            System.exit(0);
        }
    }
}
