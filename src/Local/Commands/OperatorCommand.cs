using System.CommandLine;
using TenantTokens.Ledger;
using TenantTokens.Local.Following;
using TenantTokens.Local.Hosting;
using TenantTokens.Rotations;

namespace TenantTokens.Local.Commands;

/// <summary>Tells the open rotation something: abort, resume. When no other process drives it, this one goes on with it.</summary>
internal static class OperatorCommand
{
    /// <summary>abort.</summary>
    public static Command Abort() => Create("abort", RotationCommandKind.Abort, "Stop the rotation, put the old token back on every touched host, then cancel it at Dynatrace.");

    /// <summary>adopt.</summary>
    public static Command Adopt() => Create("adopt", RotationCommandKind.Adopt, "Take over a rotation that somebody else has started in this environment; the approvers are asked first.");

    /// <summary>resume.</summary>
    public static Command Resume() => Create("resume", RotationCommandKind.Resume, "Go on with a parked rotation where it stopped, trying again what failed; or with one whose process is gone.");

    private static Command Create(string name, RotationCommandKind kind, string description)
    {
        Option<string?> reason = new("--reason") { Description = "Why; goes into the audit trail." };
        Command command = new(name, $"""
            {description}

            Example:
              tenant-token {name} --reason "change window closed"
            """) { reason };
        CommonOptions common = new CommonOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using LocalHost host = common.OpenHost(parsed);
            RotationRecord rotation = await LatestRotation.OfAsync(host, common.EnvironmentOf(parsed, host), cancellationToken);
            Terminal terminal = common.OpenTerminal(parsed);
            bool onlyGoesOn = kind is RotationCommandKind.Resume && rotation.Phase is not RotationPhase.Parked && !rotation.Phase.IsTerminal();
            if (!onlyGoesOn)
            {
                CommandAnswer answer = await host.Get<CommandLedger>().GiveAsync(rotation.RotationId, kind, Environment.UserName, parsed.GetValue(reason), cancellationToken);
                if (!answer.Accepted)
                {
                    throw new UserErrorException(answer.Message);
                }

                terminal.View.Say(answer.Message);
            }

            return await new RotationSession(host, terminal).RunAsync(rotation, cancellationToken);
        });
        return command;
    }
}
