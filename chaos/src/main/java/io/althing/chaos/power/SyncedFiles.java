package io.althing.chaos.power;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How much of each file a process had synced, read from what {@code strace} saw of it. It knows files that grow, are cut, renamed and
 * replaced, which is how everything here writes; bytes written over synced ones count as synced.
 */
final class SyncedFiles {
    /** The calls that have to be traced. */
    static final String CALLS = "openat,write,pwrite64,writev,pwritev,fsync,fdatasync,ftruncate,rename,renameat,renameat2";
    private static final Pattern CALL = Pattern.compile("^(\\d+) +(\\w+)\\((.*)$");
    private static final Pattern RESUMED = Pattern.compile("^(\\d+) +<\\.\\.\\. (\\w+) resumed>(.*)$");
    private static final Pattern RESULT = Pattern.compile("\\) += (-?\\d+)");
    private static final Pattern FILE = Pattern.compile("^\\d+<(/[^>]*)>");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");
    private static final Pattern NUMBERS = Pattern.compile(", (\\d+)(?:\\)|$| <unfinished)");

    private final Path under;
    private final Map<String, Long> written = new HashMap<>();
    private final Map<String, Long> synced = new HashMap<>();
    private final Map<String, Pending> pending = new HashMap<>();

    /** A call that has begun. */
    private record Pending(String call, String arguments, long writtenBefore) {}

    private SyncedFiles(Path under) {
        this.under = under;
    }

    /** What lies under a directory now, all of it synced. */
    static SyncedFiles asTheyAre(Path under) throws IOException {
        var files = new SyncedFiles(under);
        try (Stream<Path> all = Files.walk(under)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.written.put(file.toString(), Files.size(file));
                files.synced.put(file.toString(), Files.size(file));
            }
        }
        return files;
    }

    /** Follows a process by its trace. */
    SyncedFiles after(List<String> trace) {
        trace.forEach(this::line);
        return this;
    }

    private void line(String line) {
        Matcher resumed = RESUMED.matcher(line);
        if (resumed.matches()) {
            Pending begun = pending.remove(resumed.group(1));
            if (begun != null && begun.call().equals(resumed.group(2))) {
                ended(begun, resumed.group(3));
            }
            return;
        }
        Matcher call = CALL.matcher(line);
        if (!call.matches()) {
            return;
        }
        String arguments = call.group(3);
        var begun = new Pending(call.group(2), arguments,
                file(arguments).map(f -> written.getOrDefault(f, 0L)).orElse(0L));
        if (arguments.endsWith("<unfinished ...>")) {
            pending.put(call.group(1), begun);
        } else {
            ended(begun, arguments);
        }
    }

    private static Optional<String> file(String arguments) {
        Matcher file = FILE.matcher(arguments);
        return file.find() ? Optional.of(file.group(1)) : Optional.empty();
    }

    private void ended(Pending begun, String rest) {
        Matcher result = RESULT.matcher(rest);
        long said = -1;
        while (result.find()) {
            said = Long.parseLong(result.group(1));
        }
        if (said >= 0) {
            done(begun, begun.arguments() + rest, said);
        }
    }

    private void done(Pending begun, String text, long result) {
        if (begun.call().startsWith("rename")) {
            renamed(text);
        } else if (begun.call().equals("openat")) {
            opened(text);
        } else {
            file(begun.arguments()).filter(f -> f.startsWith(under.toString()))
                    .ifPresent(f -> changed(begun, f, result));
        }
    }

    private void opened(String text) {
        Matcher name = QUOTED.matcher(text);
        if (text.contains("O_TRUNC") && name.find() && name.group(1).startsWith(under.toString())) {
            written.put(name.group(1), 0L);
            synced.put(name.group(1), 0L);
        }
    }

    private void renamed(String text) {
        Matcher names = QUOTED.matcher(text);
        if (names.find()) {
            String from = names.group(1);
            if (names.find() && written.containsKey(from)) {
                String to = names.group(1);
                written.put(to, written.remove(from));
                synced.put(to, Optional.ofNullable(synced.remove(from)).orElse(0L));
            }
        }
    }

    private void changed(Pending begun, String file, long result) {
        switch (begun.call()) {
            case "write", "writev" -> written.merge(file, result, Long::sum);
            case "pwrite64", "pwritev" -> written.merge(file, lastNumber(begun.arguments()) + result, Math::max);
            case "fsync", "fdatasync" -> synced.merge(file, begun.writtenBefore(), Math::max);
            case "ftruncate" -> {
                long length = lastNumber(begun.arguments());
                written.put(file, length);
                synced.computeIfPresent(file, (f, before) -> Math.min(before, length));
            }
            default -> throw new IllegalStateException("nobody asked for " + begun.call());
        }
    }

    private static long lastNumber(String arguments) {
        Matcher numbers = NUMBERS.matcher(arguments);
        long last = 0;
        while (numbers.find()) {
            last = Long.parseLong(numbers.group(1));
        }
        return last;
    }

    /** Power is lost: what was not synced is gone from the files. How many bytes that was. */
    long losePower() {
        return written.keySet().stream().mapToLong(this::cut).sum();
    }

    private long cut(String name) {
        Path file = Path.of(name);
        if (!Files.isRegularFile(file)) {
            return 0;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long keep = Math.min(channel.size(), synced.getOrDefault(name, 0L));
            long lost = channel.size() - keep;
            channel.truncate(keep);
            return lost;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
