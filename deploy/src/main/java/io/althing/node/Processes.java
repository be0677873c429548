package io.althing.node;

import io.althing.raft.FatalError;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of a process: start, serve until told to stop, stop cleanly, or say in one line why not. */
final class Processes {
    private static final Logger LOG = LoggerFactory.getLogger(Processes.class);
    private static final String LAUNCHER = "althing.launcher";

    private Processes() {}

    /** Why the process ends. */
    private static final class Exit {
        private volatile ProcessExit reason = ProcessExit.STOPPED;
    }

    /** Builds what the process is; told how to report that it can do no more. */
    interface Start {
        AutoCloseable start(Consumer<FatalError> onFatal) throws Exception;
    }

    /** Runs it in this thread until SIGTERM, SIGINT or a fatal error. */
    static ProcessExit run(String what, Start start, Function<Exception, ProcessExit> exits) {
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Exit exit = new Exit();
        Thread main = Thread.currentThread();
        Thread hook = new Thread(() -> stopAndWait(main, stop, stopped), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        endWithLauncher(stop);
        try (Stack stack = new Stack()) {
            stack.push(start.start(fatal -> fence(what, fatal, exit, stop)));
            LOG.info("{} is up", what);
            stop.await();
            LOG.info("{} stops", what);
        } catch (InterruptedException e) {
            LOG.info("{} was stopped before it was up", what);
        } catch (Exception e) {
            exit.reason = exits.apply(e);
            report(what, e, exit.reason);
        }
        stopped.countDown();
        return exit.reason;
    }

    /** A process started by a launcher on this machine stops when the launcher is gone, however it went. */
    private static void endWithLauncher(CountDownLatch stop) {
        Optional.ofNullable(Long.getLong(LAUNCHER)).flatMap(ProcessHandle::of)
                .ifPresent(launcher -> {
                    var unused = launcher.onExit().thenRun(stop::countDown);
                });
    }

    private static void stopAndWait(Thread main, CountDownLatch stop, CountDownLatch stopped) {
        stop.countDown();
        try {
            if (!stopped.await(2, java.util.concurrent.TimeUnit.SECONDS)) {
                main.interrupt();
                stopped.await(8, java.util.concurrent.TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void fence(String what, FatalError fatal, Exit exit, CountDownLatch stop) {
        switch (fatal.kind()) {
            case DIVERGED -> {
                LOG.error("{} has diverged and ends so that it serves nothing false: {}. {}", what, fatal.detail(),
                        Divergence.REMEDY);
                exit.reason = ProcessExit.DIVERGED;
            }
            case BUILD_TOO_OLD -> {
                LOG.error("{} halts so that it leaves nothing out: {}", what, fatal.detail());
                exit.reason = ProcessExit.BUILD_TOO_OLD;
            }
            case STATE_MACHINE, LOG, SNAPSHOT, OTHER -> {
                LOG.error(
                        "{} can do no more and ends so that it serves nothing false: {} ({}); restart it, and if it ends again re-seed it under a new name",
                        what, fatal.detail(), fatal.kind());
                exit.reason = ProcessExit.FENCED;
            }
        }
        stop.countDown();
    }

    private static void report(String what, Exception e, ProcessExit exit) {
        if (exit == ProcessExit.CRASHED) {
            LOG.error("{} did not start (exit code {})", what, exit.code(), e);
        } else {
            LOG.error("{} did not start (exit code {}): {}", what, exit.code(), e.getMessage());
        }
    }
}
