package io.nemcon.frameworks.spring;

import java.util.concurrent.Callable;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Runs what it is given, under one setting of {@code @Transactional} each. */
class Steps {

    /** What a step does; may throw what it wants. */
    interface Step {
        void run() throws Exception;
    }

    static class Checked extends Exception {
        private static final long serialVersionUID = 1L;
    }

    static class Unchecked extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Transactional
    public void required(Step step) throws Exception {
        step.run();
    }

    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void requiresNew(Step step) throws Exception {
        step.run();
    }

    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    public <T> T notSupported(Callable<T> step) throws Exception {
        return step.call();
    }

    @Transactional(propagation = Propagation.SUPPORTS)
    public void supports(Step step) throws Exception {
        step.run();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void mandatory(Step step) throws Exception {
        step.run();
    }

    @Transactional(propagation = Propagation.NEVER)
    public void never(Step step) throws Exception {
        step.run();
    }

    @Transactional(propagation = Propagation.NESTED)
    public void nested(Step step) throws Exception {
        step.run();
    }

    @Transactional(rollbackFor = Checked.class)
    public void rollbackForChecked(Step step) throws Exception {
        step.run();
    }

    @Transactional(noRollbackFor = Unchecked.class)
    public void noRollbackForUnchecked(Step step) throws Exception {
        step.run();
    }

    @Transactional(timeout = 1)
    public void withinASecond(Step step) throws Exception {
        step.run();
    }

    @Transactional(readOnly = true)
    public void readOnly(Step step) throws Exception {
        step.run();
    }

    @Transactional(isolation = Isolation.SERIALIZABLE)
    public void serializable(Step step) throws Exception {
        step.run();
    }
}
