//! What benchmarks/handwritten.py does for the page, in Rust: the token verified, row-level security on, the same
//! answer. Its three messages go to PostgreSQL at once, which asyncpg cannot do.

use std::env;

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Router, serve};
use chrono::{DateTime, Utc};
use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde::{Deserialize, Serialize, Serializer};
use tokio::net::TcpListener;
use tokio_postgres::types::ToSql;
use tokio_postgres::{NoTls, Row};
use uuid::Uuid;

const PAGE: usize = 50;
const STATEMENT: &str = "SELECT id, task_type, status, prompt, tokens_used, credits_deducted, aspect_ratio, \
    model_version, generation_time_ms, created_at, updated_at, completed_at FROM user_task_history \
    WHERE user_id = $1 AND deleted_at IS NULL AND status = $2 ORDER BY created_at DESC, id DESC LIMIT 51";

#[derive(Clone)]
struct Handlers {
    pool: Pool,
    key: DecodingKey,
    validation: Validation,
}

#[derive(Clone, Deserialize)]
struct Claims {
    sub: Uuid,
}

#[derive(Deserialize)]
struct Filter {
    status: String,
}

#[derive(Serialize)]
struct Answer<'a> {
    data: Page<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page<'a> {
    nodes: Vec<Task<'a>>,
    has_next_page: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Task<'a> {
    id: Uuid,
    task_type: &'a str,
    status: &'a str,
    prompt: &'a str,
    tokens_used: i32,
    credits_deducted: i32,
    aspect_ratio: Option<&'a str>,
    model_version: Option<&'a str>,
    generation_time_ms: Option<i32>,
    #[serde(serialize_with = "instant")]
    created_at: DateTime<Utc>,
    #[serde(serialize_with = "instant")]
    updated_at: DateTime<Utc>,
    #[serde(serialize_with = "instant_or_null")]
    completed_at: Option<DateTime<Utc>>,
}

impl<'a> Task<'a> {
    fn of(row: &'a Row) -> Self {
        Self {
            id: row.get(0),
            task_type: row.get(1),
            status: row.get(2),
            prompt: row.get(3),
            tokens_used: row.get(4),
            credits_deducted: row.get(5),
            aspect_ratio: row.get(6),
            model_version: row.get(7),
            generation_time_ms: row.get(8),
            created_at: row.get(9),
            updated_at: row.get(10),
            completed_at: row.get(11),
        }
    }
}

fn instant<S: Serializer>(value: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&value.to_rfc3339())
}

fn instant_or_null<S: Serializer>(value: &Option<DateTime<Utc>>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => instant(value, serializer),
        None => serializer.serialize_none(),
    }
}

impl Handlers {
    /// Whose token it is; None when it is not valid.
    fn user(&self, headers: &HeaderMap) -> Option<Uuid> {
        let token = headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")?;
        Some(decode::<Claims>(token, &self.key, &self.validation).ok()?.claims.sub)
    }

    async fn rows(&self, user: Uuid, status: &str) -> Result<Vec<Row>, tokio_postgres::Error> {
        let client = self.pool.get().await.expect("PostgreSQL runs");
        let statement = client.prepare_cached(STATEMENT).await?;
        // A UUID is the only thing in it that came from outside.
        let begin = format!(
            "BEGIN; SET LOCAL ROLE authenticated; \
            SET LOCAL request.jwt.claims = '{{\"sub\": \"{user}\", \"role\": \"authenticated\"}}'"
        );
        let parameters: [&(dyn ToSql + Sync); 2] = [&user, &status];
        let (_, rows, _) = tokio::try_join!(
            biased; // each is sent when it is first polled: in this order
            client.batch_execute(&begin),
            client.query(&statement, &parameters),
            client.batch_execute("COMMIT"),
        )?;
        Ok(rows)
    }
}

async fn tasks(
    State(handlers): State<Handlers>,
    Query(filter): Query<Filter>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, StatusCode> {
    let user = handlers.user(&headers).ok_or(StatusCode::UNAUTHORIZED)?;
    let rows = handlers.rows(user, &filter.status).await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let nodes = rows.iter().take(PAGE).map(Task::of).collect();
    let body = serde_json::to_vec(&Answer { data: Page { nodes, has_next_page: rows.len() > PAGE } })
        .expect("a task can be written as JSON");
    Ok(([(header::CONTENT_TYPE, "application/json")], body))
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let setting = |name| env::var(name).unwrap_or_else(|_| panic!("{name} is set"));
    let database = setting("DATABASE_URL").parse().expect("DATABASE_URL is one of PostgreSQL");
    let fast = ManagerConfig { recycling_method: RecyclingMethod::Fast };
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_audience(&["authenticated"]);
    let handlers = Handlers {
        pool: Pool::builder(Manager::from_config(database, NoTls, fast)).max_size(20).build().expect("it has a runtime"),
        key: DecodingKey::from_secret(setting("JWT_SECRET").as_bytes()),
        validation,
    };
    let listener = TcpListener::bind(format!("127.0.0.1:{}", setting("PORT"))).await.expect("the port is free");
    serve(listener, Router::new().route("/tasks", get(tasks)).with_state(handlers)).await.expect("it serves");
}
