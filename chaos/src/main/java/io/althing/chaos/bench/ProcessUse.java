package io.althing.chaos.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/**
 * What processes have used so far, as the kernel counts it.
 *
 * @param cpuSeconds user and system time of all their threads
 * @param residentBytes their resident memory now
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
record ProcessUse(double cpuSeconds, long residentBytes) {
    /** The unit of {@code /proc/pid/stat} on Linux for every architecture Java runs on. */
    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    private static final int KIB = 1024;

    /** The sum over these processes. */
    static ProcessUse of(Collection<Long> pids) throws IOException {
        double cpu = 0;
        long resident = 0;
        for (long pid : pids) {
            Path proc = Path.of("/proc", Long.toString(pid));
            cpu += cpuSeconds(Files.readString(proc.resolve("stat")));
            resident += resident(proc.resolve("status"));
        }
        return new ProcessUse(cpu, resident);
    }

    private static double cpuSeconds(String stat) {
        // the name in parentheses may hold spaces; fields are counted after it
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) / TICKS_PER_SECOND;
    }

    private static long resident(Path status) throws IOException {
        return Files.readAllLines(status).stream().filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB).findFirst().orElse(0);
    }
}
