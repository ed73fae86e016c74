using System.CommandLine;
using TenantTokens.Fleet.Targets;
using TenantTokens.Local.Following;
using TenantTokens.Local.Hosting;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Reading;

namespace TenantTokens.Local.Commands;

/// <summary>Makes a plan without a rotation: reads and probes, changes nothing.</summary>
internal static class PlanCommand
{
    /// <summary>The option that confirms that operators are held back, which a plan with operated agents needs.</summary>
    public static Option<bool> OperatorsHeld()
        => new("--operators-held")
        {
            Description = "Confirm that every Dynatrace Operator stays scaled to zero until the ActiveGates are done.",
        };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Option<bool> operatorsHeld = OperatorsHeld();
        Command command = new("plan", """
            Read the fleet, probe every reachable machine with the read-only script, and show the plan. Changes nothing.

            Example:
              tenant-token plan --config rotation.json --json
            """) { operatorsHeld };
        CommonOptions common = new CommonOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using LocalHost host = common.OpenHost(parsed);
            RotationRequest request = new(common.EnvironmentOf(parsed, host), Environment.UserName)
            {
                OperatorsHeld = parsed.GetValue(operatorsHeld),
            };
            RotationSnapshot snapshot = await MakePlanAsync(host, request, cancellationToken);
            await ShowAsync(host, common.OpenTerminal(parsed), snapshot, cancellationToken);
            return snapshot.Plan is { ProblemCount: 0 } ? ExitCodes.Completed : ExitCodes.PlanBlocked;
        });
        return command;
    }

    private static async Task<RotationSnapshot> MakePlanAsync(
        LocalHost host, RotationRequest request, CancellationToken cancellationToken)
    {
        if (!await host.TryDriveAsync(cancellationToken))
        {
            throw new UserErrorException(
                $"Another process drives {host.DataPath}. Plan with another --data, or wait until that process ends.");
        }

        return await PlanRun.MakeAsync(host, request, cancellationToken);
    }

    /// <summary>Writes the plan as a document, a table or text, depending on the terminal.</summary>
    private static async Task ShowAsync(
        LocalHost host, Terminal terminal, RotationSnapshot snapshot, CancellationToken cancellationToken)
    {
        IReadOnlyList<PlanFinding> findings = await host.Get<PlanLedger>()
            .ListFindingsAsync(snapshot.Rotation.RotationId, step: null, cancellationToken);
        if (terminal.IsJson)
        {
            terminal.Output.WriteDocument(PlanDocument.Of(snapshot, findings).ToJson());
        }
        else if (terminal.IsInteractive)
        {
            PlanTable.Write(terminal.Console, snapshot, findings);
        }
        else
        {
            PlanText.Write(terminal.Output, snapshot, findings);
        }
    }
}
