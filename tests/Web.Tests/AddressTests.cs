using TenantTokens.Approvals;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests;

/// <summary>From which address a request comes: the audit trail names it, and the limit of failures counts it.</summary>
public sealed class AddressTests : LinkTest
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7", "what the front end appends")]
    [InlineData("203.0.113.7:51234", "203.0.113.7", "with the port, as App Service writes it")]
    [InlineData("10.0.0.1, 198.51.100.2, 203.0.113.7:51234", "203.0.113.7", "what stands before it is the caller's own word")]
    [InlineData("[2001:db8::7]:51234", "2001:db8::7", "IPv6")]
    public async Task Behind_a_front_end_the_address_that_it_appended_is_audited(string header, string expected, string why)
    {
        WebApp app = await StartAsync(frontEnd: true);
        using Visitor visitor = app.Visit().With("X-Forwarded-For", header);
        Assert.Equal(401, (await visitor.GetAsync("/")).Status);
        Assert.True(Assert.Single(await app.AuditAsync(RefusalAudit.Elsewhere)).Address == expected, why);
    }

    [Fact]
    public async Task On_one_machine_a_forged_header_chooses_neither_the_address_that_is_audited_nor_the_one_that_is_limited()
    {
        (WebApp app, RotationRecord rotation, GateRecord gate, string token) = await CreateAsync();
        for (int number = 0; number < FailureLimit.Allowed; number++)
        {
            await OpenAsync(app, rotation, gate, $"{token[..^4]}AAAA", $"203.0.113.{number}");
        }

        Assert.Equal(429, await OpenAsync(app, rotation, gate, $"{token[..^4]}AAAA", "198.51.100.1"));
        Assert.All(
            (await app.AuditAsync(rotation.RotationId)).Where(static entry => entry.Code == RefusalAudit.Code),
            static entry => Assert.Equal("127.0.0.1", entry.Address));
    }

    [Fact]
    public async Task Behind_a_front_end_only_the_address_that_failed_is_limited_and_it_cannot_say_that_it_is_another()
    {
        WebApp app = await StartAsync(frontEnd: true);
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        string token = await TokenAsync(app, rotation, gate);
        for (int number = 0; number < FailureLimit.Allowed; number++)
        {
            await OpenAsync(app, rotation, gate, $"{token[..^4]}AAAA", $"198.51.100.{number}, 203.0.113.7:{1000 + number}");
        }

        Assert.Equal(429, await OpenAsync(app, rotation, gate, $"{token[..^4]}AAAA", "198.51.100.99, 203.0.113.7:5000"));
        List<AuditEvent> lines = [.. (await app.AuditAsync(rotation.RotationId)).Where(static entry => entry.Code == RefusalAudit.Code)];
        Assert.Equal(403, await OpenAsync(app, rotation, gate, $"{token[..^4]}AAAA", "203.0.113.8:5000"));
        Assert.NotEmpty(lines);
        Assert.All(lines, static entry => Assert.Equal("203.0.113.7", entry.Address));
    }

    private static async Task<int> OpenAsync(WebApp app, RotationRecord rotation, GateRecord gate, string token, string forwarded)
    {
        using Visitor visitor = app.Visit().With("X-Forwarded-For", forwarded);
        return (await visitor.GetAsync($"/rotations/{rotation.RotationId}/gates/{gate.GateId}?link={token}")).Status;
    }
}
