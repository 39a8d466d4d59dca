package io.tallystick.web.access;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.schemas.access.AccessKey.Role;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallerIdentityTest {
    @Test
    void a_bound_key_acts_for_its_customer_alone() {
        CallerIdentity caller = new CallerIdentity("k", Role.INGEST, Optional.of("acme"));

        assertTrue(caller.mayActFor("acme"));
        assertFalse(caller.mayActFor("other"));
    }

    @Test
    void an_unbound_ingest_key_and_an_operator_act_for_all() {
        assertTrue(new CallerIdentity("k", Role.INGEST, Optional.empty()).mayActFor("acme"));
        assertTrue(new CallerIdentity("k", Role.OPERATOR, Optional.empty()).mayActFor("acme"));
    }

    @Test
    void a_customer_key_that_is_bound_to_nobody_acts_for_nobody() {
        assertFalse(new CallerIdentity("k", Role.CUSTOMER, Optional.empty()).mayActFor("acme"));
    }
}
