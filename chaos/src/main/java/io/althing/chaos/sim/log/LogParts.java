package io.althing.chaos.sim.log;

import io.althing.chaos.sim.time.Agenda;
import io.althing.chaos.sim.time.Dice;
import io.althing.chaos.sim.time.SimNetwork;
import io.althing.codec.Codecs;
import io.althing.registry.SignatureCheck;

/** What a simulated log runs on and what it applies with. */
public record LogParts(Agenda agenda, SimNetwork network, Dice dice, LogPace pace, SignatureCheck signatures,
        Codecs codecs, LogWatch watch) {}
