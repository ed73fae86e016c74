using TenantTokens.Approvals;
using TenantTokens.Rotations;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Identity;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests;

/// <summary>Whoever guesses is not listened to for a while.</summary>
public sealed class FailureLimitTests : LinkTest
{
    [Fact]
    public async Task Too_many_failures_of_one_address_are_not_even_looked_at_and_later_they_are()
    {
        (WebApp app, RotationRecord rotation, GateRecord gate, string token) = await CreateAsync();
        Uri link = await app.LinkAsync(rotation, gate, "alice");
        using Visitor visitor = app.Visit();
        for (int number = 0; number < FailureLimit.Allowed; number++)
        {
            Assert.Equal(403, (await visitor.GetAsync($"{link.AbsolutePath}?link={token[..^4]}AAAA")).Status);
        }

        Visitor.Answer limited = await visitor.GetAsync(link);
        Assert.Equal(429, limited.Status);
        Assert.Equal(600, limited.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        app.Time.Advance(FailureLimit.Window);
        Assert.Equal(200, (await visitor.GetAsync(link)).Status);
    }

    [Fact]
    public async Task The_limit_remembers_a_bounded_number_of_addresses_and_takes_a_network_of_IPv6_as_one()
    {
        WebApp app = await StartAsync();
        FailureLimit limit = app.Get<FailureLimit>();
        for (int number = 0; number < FailureLimit.MostAddresses + 100; number++)
        {
            limit.Count($"10.{number >> 16}.{(number >> 8) & 255}.{number & 255}");
        }

        Assert.Equal(FailureLimit.MostAddresses, limit.Addresses);
        for (int number = 0; number < FailureLimit.Allowed; number++)
        {
            limit.Count($"2001:db8:0:1::{number:x}");
        }

        Assert.NotNull(limit.WaitOf("2001:db8:0:1::ffff"));
        Assert.Null(limit.WaitOf("2001:db8:0:2::1"));
    }

    [Fact]
    public async Task Guesses_at_keys_count_too_and_a_browser_that_is_signed_in_stays_so()
    {
        WebApp app = await StartAsync();
        using Visitor signedIn = app.Visit();
        await signedIn.SignInAsync(app.Get<SignInCodes>().Create(WebRoles.Reader));
        using Visitor guessing = app.Visit().Bearer($"ttk_{new string('A', 43)}");
        for (int number = 0; number < FailureLimit.Allowed; number++)
        {
            Assert.Equal(401, (await guessing.GetAsync("/api/rotations")).Status);
        }

        using Visitor late = app.Visit().Bearer(app.Key(WebRoles.Reader));
        Assert.Equal(429, (await late.GetAsync("/api/rotations")).Status);
        Assert.Equal(200, (await signedIn.GetAsync("/api/rotations")).Status);
        app.Time.Advance(FailureLimit.Window);
        Assert.Equal(200, (await late.GetAsync("/api/rotations")).Status);
    }
}
