package io.althing.demo.step;

/** One step of the story. */
public interface DemoStep {
    /** Its title. */
    String name();

    /**
     * Does it and holds it to what was promised.
     *
     * @return what was measured
     * @throws Exception if something promised did not hold; the message says what
     */
    Figures run(DemoContext context) throws Exception;
}
