using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Planning;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Planning;

public sealed class RunCommandFindingsTests
{
    private static readonly SendRecord _probe = new("ttr-0", TargetAction.Probe, 0, 1, Some.Now, Settled: true, DeletePending: false);

    [Fact]
    public void Machines_with_room_whose_probes_were_deleted_have_no_findings()
        => Assert.Empty(
            RunCommandFindings.From([Some.Target("web-01") with { RunCommands = new(21, 3), Send = _probe }, Some.Target("web-02")]));

    [Fact]
    public void A_machine_near_azure_s_limit_is_named_once_with_its_numbers()
    {
        TargetRecord agent = Some.Target("web-01") with { RunCommands = new(24, 3) };

        PlanFinding finding = Assert.Single(RunCommandFindings.From([agent, agent with { TargetId = "ag-web-01" }]));

        Assert.Equal((PlanSeverity.Warning, "run-commands-near-limit"), (finding.Severity, finding.Code));
        Assert.StartsWith(
            "web-01 has 24 of 25 managed run commands, 3 of them from this program",
            finding.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Azure_documents_no_limit_for_arc_machines()
        => Assert.Empty(RunCommandFindings.From([Some.Target("arc-01") with { Machine = Some.Arc("arc-01"), RunCommands = new(40, 3) }]));

    [Fact]
    public void Probes_that_cannot_be_deleted_are_one_warning_for_each_reason()
    {
        TargetRecord[] targets =
        [
            .. Enumerable.Range(1, 7).Select(static number => Some.Target($"web-0{number}") with
            {
                Send = _probe with { DeletePending = true, DeleteProblem = "ScopeLocked: Remove the lock." },
            }),
            Some.Target("db-01") with { Send = _probe with { DeletePending = true, DeleteProblem = "AuthorizationFailed: no" } },
        ];

        PlanFinding[] findings = [.. RunCommandFindings.From(targets)];

        Assert.Equal(2, findings.Length);
        Assert.Contains("of db-01 (AuthorizationFailed: no)", findings[0].Message, StringComparison.Ordinal);
        Assert.Contains(
            "of web-01, web-02, web-03, web-04, web-05 and 2 more (ScopeLocked: Remove the lock)",
            findings[1].Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_deletion_that_is_only_on_its_way_is_no_warning()
        => Assert.Empty(RunCommandFindings.From([Some.Target("web-01") with { Send = _probe with { DeletePending = true } }]));
}
