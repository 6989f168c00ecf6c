/* onephase.pml: the only branch of a transaction, committed in one phase, whose answer is lost.
 *
 * No message goes to the group. The owner has sent COMMIT on the branch's own connection, hears nothing, and asks the
 * database over another one. The witness: with XIDS PostgreSQL's transaction id, told before COMMIT was sent (TOLD) or read
 * from the backend while it is still there; else a row that the branch wrote, which is removed when it is old, without any
 * question to the group. The server may crash: what was not committed is gone then, and ids of lost transactions are given
 * out again, to transactions of others.
 *
 * ASSERTED: what the application is told, committed or rolled back, is so, and stays so when nothing can happen any more.
 * COVERED: each of committed, rolled back and unknown is told.
 */
#define WORKING 0
#define DONE    1
#define UNDONE  2

#define COMMITTED   1
#define ROLLED_BACK 2
#define UNKNOWN     3

byte br, told;
bit sent, connection = 1, ending;    /* COMMIT is on its way; the branch's connection, and that it was told to go */
bit crashes, mayCrash, old, removed;
bit reused, reusedDone;              /* the id was given out again, to a transaction that committed */
bit knowsXid, sawCrash;

#ifdef XIDS
#define SAYSDONE   (knowsXid && (!reused && br==DONE || reused && reusedDone))
#define SAYSUNDONE (knowsXid && (!reused && br==UNDONE || reused && !reusedDone))
#else
#define SAYSDONE   (br==DONE && !removed)
#define SAYSUNDONE (!(br==DONE && !removed) && br!=WORKING)
#endif

proctype Database() {
end: do
  :: atomic { sent && connection && br==WORKING -> sent=0; if :: br=DONE :: br=UNDONE fi }
  :: atomic { connection && !ending -> connection=0; if :: br==WORKING -> br=UNDONE :: else fi }  /* lost on the way */
  :: atomic { ending && connection -> connection=0; if :: br==WORKING -> br=UNDONE :: else fi }
  :: atomic { mayCrash && !crashes -> crashes=1; connection=0; sent=0;
       if :: br==WORKING -> br=UNDONE; if :: reused=1 :: reused=1; reusedDone=1 :: skip fi
          :: br==UNDONE -> if :: reused=1 :: reused=1; reusedDone=1 :: skip fi
          :: else fi }
  :: atomic { br==DONE && !old -> old=1 }              /* time goes by */
  :: atomic { old && !removed -> removed=1 }           /* WitnessSweep of the adapter */
  od
}

proctype Owner() {
#if defined(XIDS) && defined(TOLD)
  atomic { knowsXid=1 };
#endif
  atomic { sent=1 };
  if
  :: atomic { br==DONE && !crashes -> told=COMMITTED; goto over }
  :: atomic { br==UNDONE && connection -> told=ROLLED_BACK; goto over }
  :: skip                                              /* no answer */
  fi;
#ifdef XIDS
#ifndef TOLD
  atomic { if :: connection && br==WORKING -> knowsXid=1 :: else fi };   /* LostCommit: pg_stat_activity */
#endif
  /* a backend as old as the branch: the server has not crashed since; from here on one connection is held */
  atomic { sawCrash = crashes };
#endif
#ifndef BUG_NOFENCE            /* the connection ends, and with it whatever COMMIT might still do */
  atomic { ending=1 };
  !connection;
#endif
#ifdef XIDS
  atomic { if
    :: crashes && !sawCrash -> told=UNKNOWN; goto over                    /* the held connection is lost: nothing is settled */
    :: else fi;
    if
    :: !knowsXid -> told=UNKNOWN
#ifdef BUG_REUSEDID            /* the id is believed though the server has crashed since */
    :: SAYSDONE -> told=COMMITTED
#else
    :: SAYSDONE && !sawCrash -> told=COMMITTED
    :: SAYSDONE && sawCrash -> told=UNKNOWN
#endif
    :: SAYSUNDONE -> told=ROLLED_BACK
    :: else -> told=UNKNOWN fi };
#else
  /* first the row, then how old the branch is */
  atomic { if :: SAYSDONE -> told=COMMITTED; goto over :: else fi };
#ifdef BUG_AGENOTASKED         /* a missing row is a rollback, however long ago */
  atomic { told=ROLLED_BACK };
#else
  atomic { if :: old -> told=UNKNOWN :: else -> told=ROLLED_BACK fi };
#endif
#endif
over: skip
}

proctype Quiet() {
  timeout -> atomic {
    assert(told!=COMMITTED || br==DONE);
    assert(told!=ROLLED_BACK || br!=DONE);
    assert(told!=0);
#ifdef COVER1
    assert(!(told==COMMITTED && ending));
#endif
#ifdef COVER2
    assert(!(told==ROLLED_BACK && ending));
#endif
#ifdef COVER3
    assert(told!=UNKNOWN);
#endif
  } }

init { atomic { if :: mayCrash=1 :: skip fi; run Database(); run Owner(); run Quiet() } }
