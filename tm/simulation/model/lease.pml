/* lease.pml: what a client may conclude from acknowledged heartbeats, and when a leader may end its session.
 *
 * Discrete time, one session, a change of leader from term 1 to term 2. The session is opened by a request that may have to be
 * repeated. A heartbeat is received, then confirmed (the leader made sure that it still leads), then acknowledged on the
 * connection that it came by; several are under way at once and confirmed in any order. The client's connection may die once
 * and be made anew; the leader notices the death at any later time. Clocks run at the same speed here: that they do not is what
 * the client's drift bound is for.
 *
 * ASSERTED, whenever a session is ended for its lease:
 *   the client's lease is over by the client's own clock, or its connection has died since its last acknowledgement.
 * ASSERTED, whenever the client hears an acknowledgement: a session that has ended is not taken for valid again.
 */
#ifndef T
#define T 5
#endif
#ifndef TTL
#define TTL 3
#endif
#define GRACE 1
#define N 99
#define CH0 1                       /* the first connection, and the one after it */
#define CH1 2

byte now, term = 1;
bit led2;                           /* the new leader has applied its own first entry */

/* ---- the client */
byte valid;                         /* its lease lasts until then */
bit has;                            /* it knows of its session */
byte line = CH0;                    /* the connection that it has; 0: none */
bit died, broken;                   /* CH0 has died; and nothing was acknowledged since */
byte attempt[2] = N;                /* when an opening was sent */

/* ---- heartbeats under way */
#define FREE     0
#define SENT     1
#define RECEIVED 2
#define ACKED    3
byte stage[2], sent[2], received[2], over[2], inTerm[2];

/* ---- the leader of the moment: LeaseKeeper, Attachments */
bit opened, ended;
byte deadline = N, disAt; bit disconnected, expiring, noticed;
byte attached;
bit inLog;                          /* its proposal to end the session is in its log */
bit staleInLog;                     /* a deposed leader's proposal got into the log of another term */

/* ---- for the covers */
bit renewed2, byGrace;

#define CLOSED(ch) ((ch)==CH0 && noticed)

inline free(i) { stage[i]=FREE; sent[i]=0; received[i]=0; over[i]=0; inTerm[i]=0 }

inline expire() {
  assert(now>=valid || broken || !has);
#ifdef COVER1                  /* after the new leader had renewed it */
  assert(!renewed2);
#endif
#ifdef COVER2                  /* by the grace alone */
  assert(!(byGrace && now<valid));
#endif
  ended=1; inLog=0; staleInLog=0; deadline=0; expiring=0; disconnected=0; disAt=0; attached=0 }

inline noteDead() {
  if :: !disconnected -> disconnected=1; disAt=now;
        if :: deadline>now+GRACE -> deadline=now+GRACE :: else fi
     :: else fi }

inline attach(ch) {
#ifdef BUG_LASTCONFIRMED       /* whichever heartbeat is confirmed last says where the client is */
  if :: CLOSED(ch) -> noteDead() :: else -> attached=ch fi
#else
  if :: CLOSED(ch) && attached==0 -> noteDead()
     :: CLOSED(ch) && attached!=0 -> skip
     :: else -> if :: ch>attached -> attached=ch :: else fi fi
#endif
}

/* LeaseKeeper.renew */
inline renew(i) {
  if
#ifdef BUG_GRACESTANDS         /* received before the death was noticed: sent on the connection that died, whichever it was */
  :: disconnected && received[i]<=disAt -> skip
#else
  :: disconnected && received[i]<=disAt && CLOSED(over[i]) -> skip
#endif
  :: else ->
#ifdef COVER3                  /* the grace is taken back by a heartbeat on the new connection */
       assert(!(disconnected && noticed));
#endif
       disconnected=0; disAt=0;
       if :: received[i]+TTL>deadline -> deadline=received[i]+TTL :: else fi
  fi;
  attach(over[i]) }

#ifdef BUG_STALEACK            /* leadership is not confirmed after the receipt */
#define CONFIRMED(i) 1
#define STALERECEIPT(i) :: atomic { stage[i]==SENT && term==2 -> stage[i]=RECEIVED; inTerm[i]=1; received[i]=now }
#else
#define CONFIRMED(i) (inTerm[i]==term)
#define STALERECEIPT(i)
#endif
#ifdef BUG_ACKEXPIRING         /* acknowledged although its end is proposed */
#define MAYACK 1
#else
#define MAYACK (!expiring)
#endif
#ifdef BUG_FROMACK             /* counted from when the acknowledgement came */
#define COUNTED(i) (now+TTL)
#else
#define COUNTED(i) (sent[i]+TTL)
#endif
#define LEADS (term==1 || led2)

#define HEARTBEAT(i) \
  :: atomic { has && !ended && line!=0 && stage[i]==FREE && now<T -> stage[i]=SENT; sent[i]=now; over[i]=line } \
  :: atomic { stage[i]==SENT && LEADS -> stage[i]=RECEIVED; received[i]=now; inTerm[i]=term } \
  STALERECEIPT(i) \
  :: atomic { stage[i]==RECEIVED && CONFIRMED(i) && LEADS && MAYACK && !ended -> \
       if :: inTerm[i]==term -> renew(i); if :: term==2 -> renewed2=1 :: else fi :: else fi; stage[i]=ACKED } \
  :: atomic { stage[i]==RECEIVED && !(CONFIRMED(i) && MAYACK && !ended) -> free(i) } \
  :: atomic { stage[i]==ACKED && over[i]==line -> broken=0; \
       if :: COUNTED(i)>valid -> valid=COUNTED(i) :: else fi; free(i); \
       assert(!ended || now>=valid) } \
  :: atomic { stage[i]==ACKED -> free(i) } \
  :: atomic { stage[i]==SENT -> free(i) }

#ifdef BUG_OPENREPEAT          /* counted from the attempt that was answered, not from the first */
#define OPENING(k) attempt[k]
#else
#define OPENING(k) attempt[0]
#endif
#ifdef BUG_NOGRANT             /* the new leader goes by the opening that it finds in the ledger */
#define GRANTED (openedAt+TTL)
#else
#define GRANTED (now+TTL)
#endif
byte openedAt;

active proctype World() {
end: do
  :: atomic { now<T -> now++ }
  /* the opening, repeated with the same key */
  :: atomic { attempt[0]==N && now<2 -> attempt[0]=now }
  :: atomic { attempt[0]!=N && attempt[1]==N && !has -> attempt[1]=now }
  :: atomic { attempt[0]!=N && !opened && term==1 -> opened=1;
#ifdef BUG_NOGRANT
       openedAt=now;
#endif
        deadline=now+TTL; attached=CH0 }
  :: atomic { opened && !has && attempt[0]!=N -> has=1; valid=OPENING(0)+TTL; assert(!ended || now>=valid); attempt[0]=0; attempt[1]=0 }
  :: atomic { opened && !has && attempt[1]!=N -> has=1; valid=OPENING(1)+TTL; assert(!ended || now>=valid); attempt[0]=0; attempt[1]=0 }
  HEARTBEAT(0)
  HEARTBEAT(1)
  /* the connection */
  :: atomic { line==CH0 && has && !ended -> line=0; died=1; broken=1 }
  :: atomic { line==0 && !ended -> line=CH1 }
  :: atomic { died && !noticed -> noticed=1; if :: attached==CH0 -> attached=0; noteDead() :: else fi }
  /* LeaderDuties.tick, expire */
  :: atomic { opened && LEADS && now>=deadline && !expiring && !ended -> expiring=1; inLog=1;
       if :: disconnected -> byGrace=1 :: else fi }
  :: atomic { inLog && !ended && LEADS -> expire() }
  :: atomic { expiring && inLog && !ended -> expiring=0;          /* it surely never reached a log */
#ifndef BUG_NOTPROPOSED        /* so it was told, and it did */
       inLog=0
#endif
     }
  /* another leader: what the old log holds is applied, or is gone; then its own first entry */
  :: atomic { term==1 && opened -> term=2;
       if :: inLog && !ended -> expire() :: inLog=0 fi;
       if :: expiring && !ended -> staleInLog=1 :: else fi;
       expiring=0; disconnected=0; disAt=0; attached=0; noticed=0; died=0 }
  :: atomic { term==2 && !led2 && !ended -> led2=1; deadline=GRANTED }
#ifdef BUG_STALETERM           /* an expiry counts in another term than its proposer's */
  :: atomic { term==2 && staleInLog && !ended -> expire() }
#endif
  od
}
