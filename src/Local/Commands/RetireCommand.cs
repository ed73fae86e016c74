using System.CommandLine;
using TenantTokens.Ledger;
using TenantTokens.Local.Hosting;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Planning;

namespace TenantTokens.Local.Commands;

/// <summary>Declares an agent that is no longer listed anywhere as gone for good.</summary>
internal static class RetireCommand
{
    private const string Effect = "From the next plan on it is no longer looked for.";

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Option<string?> agent = new("--agent", "-a")
        {
            Description = "The agent's id at Dynatrace, its name as plans show it, or its host's name.",
        };
        Option<string?> reason = new("--reason") { Description = "The reason, for the audit trail." };
        Command command = new("retire", $"""
            Say that an agent of an earlier plan, which neither Dynatrace nor Azure lists any more, is gone for good. {Effect}

            Example:
              tenant-token retire --agent oneagent/web-03 --reason "the host was scrapped"
            """) { agent, reason };
        CommonOptions common = new CommonOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using LocalHost host = common.OpenExisting(parsed);
            AuditEvent origin = new(default, RetirementLedger.AuditCode, Environment.UserName, "") { Via = "cli" };
            OperatorAnswer answer = await host.Get<RetirementLedger>()
                .RetireAsync(
                    common.EnvironmentOf(parsed, host),
                    parsed.GetValue(agent),
                    parsed.GetValue(reason),
                    origin,
                    cancellationToken);
            if (!answer.Accepted)
            {
                throw new UserErrorException(answer.Message);
            }

            common.OpenTerminal(parsed).View.Say(answer.Message);
            return ExitCodes.Completed;
        });
        return command;
    }
}
