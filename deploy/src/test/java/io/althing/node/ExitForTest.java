package io.althing.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.BindException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ExitForTest {
    @Test
    void an_api_that_cannot_have_its_port_is_not_worth_a_restart() {
        assertThat(NodeMain.exitFor(new IllegalStateException("8080 is taken", new BindException("in use"))))
                .isEqualTo(ProcessExit.PORT_IN_USE);
    }

    @Test
    void an_api_that_did_not_start_in_time_is_worth_a_restart() {
        assertThat(NodeMain.exitFor(new IllegalStateException("not within PT30S", new TimeoutException())))
                .isEqualTo(ProcessExit.CRASHED);
    }
}
