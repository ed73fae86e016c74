using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Local.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Simulation.Actors;
using TenantTokens.Simulation.Checks;
using TenantTokens.Simulation.Product;
using TenantTokens.Simulation.Time;
using TenantTokens.Simulation.World;

namespace TenantTokens.Simulation.Runs;

/// <summary>One run of a story: a world, one installation of the product or two, and everybody who acts.</summary>
internal sealed class SeedRun : IDisposable
{
    /// <summary>Where a story stands that goes round and round: nothing that is said to it in the end can be an exit.</summary>
    public const string RoundAndRound = "no place: it takes more steps than any rotation should";

    /// <summary>
    /// The check that a run violates when something is thrown that nobody catches: it is a finding, in the product or in the simulation.
    /// </summary>
    public const string NothingThrows = "nothing-throws";

    private const long MaxSteps = 30_000; // twenty times as many as most stories take, twice as many as the longest of 500
    private const string Ours = "our copy";
    private const string Second = "the second copy";
    private static readonly DateTimeOffset _begin = new(2027, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan _look = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan _afterwards = TimeSpan.FromHours(3);
    private static readonly TimeSpan _longest = TimeSpan.FromDays(4);

    private readonly RunOptions _options;
    private readonly VirtualTime _time;
    private readonly Trace _trace;
    private readonly Pump _pump;
    private readonly Dictionary<string, int> _moments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Violation> _violations = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _reached = new(StringComparer.Ordinal);
    private readonly List<CopyRun> _copies = [];
    private int _pending;
    private Exception? _failure;
    private DateTimeOffset _lastDeed;

    private SeedRun(Story story, RunOptions options)
    {
        (Story, _options) = (story, options);
        _time = new VirtualTime(_begin, Draws.For(story.Seed, "order"));
        _trace = new Trace(_time, options.TracesAll);
        _pump = new Pump(_time);
        World = new VirtualWorld(story.Scenery.Machines, story.Seed, _time)
        {
            Lost = lost => Look(lost),
            Changed = changed => Look(changed),
        };
        NobodyVotesUntil = _lastDeed = _begin;
    }

    public Story Story { get; }

    public VirtualWorld World { get; }

    public FaultyCalls Faults { get; } = new();

    public TimeProvider Time => _time;

    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Until when the approvers are away.</summary>
    public DateTimeOffset NobodyVotesUntil { get; set; }

    /// <summary>How far the clock of the first installation is ahead.</summary>
    public TimeSpan ClockOffset { get; set; }

    /// <summary>Whether the first installation can write nothing.</summary>
    public bool IsDiskFull { get; private set; }

    /// <summary>The machine to which the last run command of ours was sent; null before the first.</summary>
    public string? Addressed { get; set; }

    /// <summary>How it is run.</summary>
    public RunOptions Options => _options;

    /// <summary>
    /// What libraries keep for the whole process is filled before the first story, so that no story depends on the ones before it: Azure's
    /// Key Vault client remembers where a vault sends it to sign in.
    /// </summary>
    public static void WarmUp()
    {
        if (Play(new Story(0, Scenery.Draw(new Random(1)) with { Machines = 5 }, []), new RunOptions()).Threw is { } thrown)
        {
            throw new InvalidOperationException(thrown);
        }
    }

    /// <summary>Runs a story to its end. From outside the thread pool, one at a time.</summary>
    public static RunResult Play(Story story, RunOptions options)
    {
        using SeedRun run = new(story, options);
        RunResult? result = null;
        try
        {
            return run._pump.Run(async () => result = await run.PlayAsync()) ? result! : run.End(RoundAndRound);
        }
        catch (Exception exception)
        {
            return run.EndBy(exception.GetBaseException());
        }
    }

    /// <summary>A source of random numbers of its own.</summary>
    public Random Draw(string what) => Draws.For(Story.Seed, what);

    /// <summary>Says what happens, in the story.</summary>
    public void Tell(string line) => _trace.Tell(line);

    /// <summary>Says what happens, for whoever wants every step.</summary>
    public void Step(string line) => _trace.Step(line);

    /// <summary>Something happened that events may follow.</summary>
    public void Happened(string moment)
    {
        int number = _moments[moment] = _moments.GetValueOrDefault(moment) + 1;
        foreach (StoryEvent next in Story.Events.Where(next => next.Moment == moment && next.Nth == number))
        {
            Begin(() => DoAsync(next));
        }
    }

    /// <summary>Begins something that nobody waits for; what it throws ends the run.</summary>
    public void Begin(Func<Task> act)
    {
        _ = GuardAsync();

        async Task GuardAsync()
        {
            try
            {
                await act();
            }
            catch (Exception exception)
            {
                _failure ??= exception;
            }
        }
    }

    /// <summary>Waits on the clock that jumps; the run does not end before.</summary>
    public async Task WaitAsync(TimeSpan span)
    {
        _pending++;
        try
        {
            await Task.Delay(span, _time, CancellationToken.None);
        }
        finally
        {
            _pending--;
            _lastDeed = Now;
        }
    }

    public void DieAt(int steps, TimeSpan down, bool losesJournal) => _copies[0].Processes.DieAt(steps, down, losesJournal);

    /// <summary>The first installation can write nothing for a while.</summary>
    public async Task FillDiskAsync(TimeSpan span)
    {
        IsDiskFull = true;
        await WaitAsync(span);
        IsDiskFull = false;
    }

    /// <summary>The first installation moves to another machine.</summary>
    public void Move(TimeSpan down) => _copies[0].Processes.Move(down);

    /// <summary>A second process of the first installation starts while the first goes on for a while.</summary>
    public Task OverlapAsync(TimeSpan span, bool takesJournal) => _copies[0].Processes.OverlapAsync(span, takesJournal);

    /// <summary>An operator of the first installation gives every command that is not allowed.</summary>
    public Task CommandInVainAsync() => _copies[0].Operators.CommandInVainAsync();

    public Task CommandAsync(OperatorCommandKind kind, double? target) => _copies[0].Operators.CommandAsync(kind, target);

    public Task VoteAsync(string who, GateChoice choice) => _copies[0].Approvers.VoteAsync(who, choice);

    /// <summary>The pages and the API of the first installation.</summary>
    public CopyWeb Web => _copies[0].Web;

    public Task StartSecondCopyAsync() => _copies.Count > 1 ? Task.CompletedTask : OpenAsync(Second, "sophie");

    /// <summary>All checks look.</summary>
    public void Look(Happening happening, CopyRun? copy = null)
    {
        foreach (CopyRun looked in _copies)
        {
            if (copy is not null && looked != copy)
            {
                continue;
            }

            looked.Sight.Now = Now;
            foreach (ICheck check in _options.Checks)
            {
                foreach (string message in check.Look(looked.Sight, happening))
                {
                    if (_violations.TryAdd(check.Name, new Violation(check.Name, message, Now - _begin)))
                    {
                        Tell($"VIOLATED {check.Name}: {message}");
                    }

                    break;
                }
            }
        }
    }

    public void Dispose()
    {
        _copies.ForEach(static copy => copy.Dispose());
        _pump.Dispose();
        World.Dispose();
        _trace.Dispose();
    }

    /// <summary>Notes that an actor acted where the rotation stands.</summary>
    public void Reached(string actor)
        => _reached.Add(Rotation is { } rotation
            ? $"{rotation.Phase}/{rotation.ParkReason?.Code ?? "-"}/{actor}"
            : $"-/-/{actor}");

    private RotationRecord? Rotation => _copies is [{ Sight.Rotation: { } rotation }, ..] ? rotation : null;

    private IReadOnlyList<OperatorCommandKind> Allowed => Rotation is { } rotation ? OperatorCommandRules.Allowed(rotation) : [];

    private async Task<RunResult> PlayAsync()
    {
        Step(Story.Scenery.ToString());
        Happened(Moments.Beginning);
        await OpenAsync(Ours, "rachel");
        string? stuck = null;
        foreach (OperatorCommandKind? ending in (OperatorCommandKind?[])[
            null,
            .. _options.Ending.Select(static kind => (OperatorCommandKind?)kind),
        ])
        {
            if (ending is { } kind)
            {
                if (!Allowed.Contains(kind))
                {
                    break;
                }

                Tell($"An operator tries to end it: {kind}.");
                _copies[0].Operators.GoOn();
                await _copies[0].Operators.CommandAsync(kind, null);
            }

            stuck = await UntilOverAsync(_longest);
            if (stuck is null)
            {
                break;
            }
        }

        foreach (CopyRun copy in _copies)
        {
            await copy.Processes.ReadFailuresAsync();
        }

        Look(new Happening.Ended(null));
        TenantTokens.Simulator.HeartbeatCounts heartbeats = World.State.Meter.Counts();
        Tell(
            $"The end: {_copies[0].Sight.Rotation?.Phase}, {heartbeats.Accepted} heartbeats accepted, {heartbeats.Rejected} rejected,"
                + $" {heartbeats.Undelivered} undelivered.");
        foreach (CopyRun copy in _copies)
        {
            await copy.Processes.CrashAsync();
        }

        return End(stuck);
    }

    private RunResult EndBy(Exception exception)
    {
        string thrown = $"{exception.GetType().Name}: {exception.Message}";
        _violations[NothingThrows] = new(NothingThrows, thrown, Now - _begin);
        Tell($"VIOLATED {NothingThrows}: {thrown}");
        return End(stuck: null) with { Threw = thrown };
    }

    private RunResult End(string? stuck)
        => new(_trace.End(), _trace.Lines, [.. _violations.Values], _reached, _pump.Steps, Now - _begin, Rotation?.Phase)
        {
            Stuck = stuck,
            Allowed = Allowed,
        };

    /// <summary>Waits until the rotation has ended and nobody does anything any more; says where it does not move any more.</summary>
    private async Task<string?> UntilOverAsync(TimeSpan longest)
    {
        DateTimeOffset limit = Now + longest;
        while (true)
        {
            await Task.Delay(_look, _time, CancellationToken.None);
            if (_failure is not null)
            {
                throw new InvalidOperationException($"Seed {Story.Seed}: {_failure.Message}", _failure);
            }

            if (_options.EndsAtViolation && _violations.Count > 0)
            {
                return null;
            }

            if (_pump.Steps > MaxSteps)
            {
                return RoundAndRound;
            }

            RotationRecord? rotation = _copies[0].Sight.Rotation;
            if (rotation is { Phase: var phase, EndedAt: { } ended } && phase.IsTerminal())
            {
                if (_pending == 0 && Now >= (ended > _lastDeed ? ended : _lastDeed) + _afterwards)
                {
                    return null;
                }
            }
            else if ((_copies[0].Operators.HasGivenUp && _pending == 0) || Now > limit)
            {
                return _copies[0].Describe();
            }
        }
    }

    private async Task OpenAsync(string name, string requester)
    {
        RotationOptions options = Story.Scenery.Configure(World.State, isScheduled: name == Ours);
        Installation installation = new(
            name,
            options,
            place => Story.Scenery.HasSqliteLedger ? new SqliteLedgerStore(place) : new MemoryLedger())
        {
            IsDiskFull = () => IsDiskFull && name == Ours,
        };
        CopyRun copy = new(this, installation, requester);
        _copies.Add(copy);
        await copy.StartAsync();
    }

    private async Task DoAsync(StoryEvent next)
    {
        if (next.Delay > TimeSpan.Zero)
        {
            await WaitAsync(next.Delay);
        }

        Tell($"{next.Deed.Tells}.");
        _lastDeed = Now;
        Reached(next.Deed.Actor);
        await next.Deed.DoAsync(this);
    }
}
