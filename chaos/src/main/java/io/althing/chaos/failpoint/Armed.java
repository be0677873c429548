package io.althing.chaos.failpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The failpoint that is armed in this process: a number in a mapped file, written by the drill. Called by woven code only. */
public final class Armed {
    /** What a process ends with at a failpoint. */
    public static final int EXIT = 97;
    /** Names the file. */
    static final String PROPERTY = "althing.drill.failpoint";
    static final int NONE = -1;

    private static final MappedByteBuffer NUMBER = map(Path.of(System.getProperty(PROPERTY, "")));

    private Armed() {}

    private static MappedByteBuffer map(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, Integer.BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException("-D" + PROPERTY + " must name the drill's file", e);
        }
    }

    /** Ends the process at once, as a kill would, if this failpoint is armed. */
    public static void passed(int number) {
        if (NUMBER.getInt(0) == number) {
            Runtime.getRuntime().halt(EXIT);
        }
    }
}
