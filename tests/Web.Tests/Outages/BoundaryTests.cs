using System.Text;
using Microsoft.AspNetCore.Http;
using TenantTokens.Ledger;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests.Outages;

/// <summary>An answer that cannot be written is a failure of ours too.</summary>
public sealed class BoundaryTests : WebTest
{
    [Fact]
    public async Task An_answer_that_fails_before_it_has_begun_is_a_500_with_the_headers_of_every_answer()
    {
        WebApp app = await StartAsync();
        DefaultHttpContext context = new();
        context.Request.Host = new("localhost");
        context.Request.Path = "/api/rotations";
        using MemoryStream body = new();
        context.Response.Body = body;

        await app.Get<RequestBoundary>().AnswerAsync(context, static _ => Task.FromResult<IResult>(new Unwritable()));

        Assert.Equal(
            (500, "no-store", "DENY"),
            (
                context.Response.StatusCode,
                context.Response.Headers.CacheControl.ToString(),
                context.Response.Headers.XFrameOptions.ToString()));
        Assert.False(context.Response.Headers.ContainsKey("X-Half"));
        Assert.Contains("\"code\":\"failed\"", Encoding.UTF8.GetString(body.ToArray()), StringComparison.Ordinal);
        Assert.StartsWith(
            "failed: ",
            Assert.Single(await app.AuditAsync(AuditTrail.Elsewhere), static entry => entry.Code == RefusalAudit.FailureCode).Detail,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_whoever_asked_is_gone_nothing_failed()
    {
        WebApp app = await StartAsync();
        using CancellationTokenSource gone = new();
        await gone.CancelAsync();
        DefaultHttpContext context = new() { RequestAborted = gone.Token };
        context.Request.Host = new("localhost");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => app.Get<RequestBoundary>().AnswerAsync(context, request => Task.FromCanceled<IResult>(request.CancellationToken)));
        Assert.Empty(await app.AuditAsync(AuditTrail.Elsewhere));
    }

    private sealed class Unwritable : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers["X-Half"] = "written";
            throw new InvalidOperationException("It cannot be written.");
        }
    }
}
