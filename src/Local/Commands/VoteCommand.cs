using System.CommandLine;
using TenantTokens.Approvals;
using TenantTokens.Local.Following;
using TenantTokens.Local.Hosting;
using TenantTokens.Rotations;

namespace TenantTokens.Local.Commands;

/// <summary>Votes at the open gate. The vote is a ledger row; when no other process drives the rotation, this one continues it.</summary>
internal static class VoteCommand
{
    /// <summary>approve.</summary>
    public static Command Approve() => Create("approve", GateChoice.Approve, "Approve the open gate and accept its exceptions.");

    /// <summary>hold.</summary>
    public static Command Hold() => Create("hold", GateChoice.Hold, "Hold the open gate: nothing happens until you change your vote.");

    /// <summary>roll-back.</summary>
    public static Command RollBack()
        => Create("roll-back", GateChoice.RollBack, "Choose roll back at the open gate: every touched host gets the old token back.");

    /// <summary>decide: any choice of any gate.</summary>
    public static Command Decide()
    {
        Argument<GateChoice> choice = new("choice")
        {
            Description = "One of the gate's choices. 'tenant-token status' shows them and what each does.",
        };
        Command command = new("decide", """
            Decide the open gate with any of its choices, for example at a gate that opened because too much has failed.

            Examples:
              tenant-token decide Retry
              tenant-token decide Skip --comment "both hosts are being replaced"
            """) { choice };
        return Configured(command, parsed => parsed.GetRequiredValue(choice));
    }

    private static Command Create(string name, GateChoice choice, string description)
        => Configured(
            new(name, $"""
                {description}

                Example:
                  tenant-token {name} --comment "seen the exceptions"
                """),
            _ => choice);

    private static Command Configured(Command command, Func<ParseResult, GateChoice> choice)
    {
        Option<string?> person = new("--as") { Description = "The name to vote under. Only in a simulated world; elsewhere you vote as"
            + " the operating system user." };
        Option<string?> comment = new("--comment") { Description = "The reason, for the audit trail." };
        command.Options.Add(person);
        command.Options.Add(comment);
        CommonOptions common = new CommonOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using LocalHost host = common.OpenExisting(parsed);
            string voter = VoterOf(host, parsed.GetValue(person));
            RotationRecord rotation = await LatestRotation.OfAsync(host, common.EnvironmentOf(parsed, host), cancellationToken);
            GateLedger gates = host.Get<GateLedger>();
            GateRecord gate = await gates.FindOpenAsync(rotation.RotationId, cancellationToken)
                ?? throw new UserErrorException($"Rotation {rotation.RotationId} is {rotation.Phase} and has no open gate to decide.");
            Vote vote = new(voter, choice(parsed), parsed.GetValue(comment), gate.PlanHash, "cli", host.Get<TimeProvider>().GetUtcNow());
            VoteAnswer answer = await host.Get<GateVoting>().VoteAsync(rotation.RotationId, gate.GateId, vote, cancellationToken);
            if (!answer.Accepted)
            {
                throw new UserErrorException(answer.Message);
            }

            Terminal terminal = common.OpenTerminal(parsed);
            terminal.View.Say(answer.Message);
            if (answer.Outcome is GateOutcome.Undecided or GateOutcome.Held)
            {
                return ExitCodes.NeedsHuman;
            }

            if (await host.TryDriveAsync(cancellationToken))
            {
                return await new RotationSession(host, terminal).RunAsync(rotation, cancellationToken);
            }

            terminal.View.Say($"The process that drives {host.DataPath} goes on with rotation {rotation.RotationId}.");
            return ExitCodes.Completed;
        });
        return command;
    }

    /// <summary>
    /// Returns the voter's name. On one machine that is the operating system's user; only in a simulated world may one person use several
    /// names.
    /// </summary>
    private static string VoterOf(LocalHost host, string? wanted)
        => wanted is null || host.Options.IsLoopback
            ? wanted ?? Environment.UserName
            : throw new UserErrorException("--as is allowed only when every endpoint is on this machine (a simulated world).");
}
