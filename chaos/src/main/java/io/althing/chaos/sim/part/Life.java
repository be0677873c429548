package io.althing.chaos.sim.part;

import io.althing.chaos.sim.time.Agenda;
import java.util.HashMap;
import java.util.Map;

/**
 * One run of a process, from start to crash. Whatever it entered in the agenda does not happen any more once it is over, and whatever it
 * still does to the world outside fails. One thread.
 */
final class Life {
    private final Agenda agenda;
    private final Runnable onCrash;
    private final Map<String, Integer> armed = new HashMap<>();
    private boolean over;

    /** @param onCrash called once, when the life ends at one of its points */
    Life(Agenda agenda, Runnable onCrash) {
        this.agenda = agenda;
        this.onCrash = onCrash;
    }

    boolean over() {
        return over;
    }

    void end() {
        over = true;
    }

    /** The process will end when it comes to the point for the n-th time from now. */
    void arm(String point, int nth) {
        armed.put(point, nth);
    }

    /** It will die nowhere in particular any more. */
    void disarm() {
        armed.clear();
    }

    /** @throws Crash if the process ends here, or has ended before */
    void reach(String point) {
        require();
        Integer left = armed.computeIfPresent(point, (name, n) -> n - 1);
        if (left != null && left <= 0) {
            agenda.note(point);
            over = true;
            onCrash.run();
            throw new Crash(point);
        }
    }

    /** @throws Crash if the process has ended */
    void require() {
        if (over) {
            throw new Crash("ended before");
        }
    }

    /** Has it done after a while, if the process still runs then. */
    void after(long nanos, String label, Runnable act) {
        agenda.after(nanos, label, () -> {
            if (!over) {
                run(act);
            }
        });
    }

    /** Runs what may crash. */
    void run(Runnable act) {
        try {
            act.run();
        } catch (Crash crash) {
            over = true;
        }
    }
}
